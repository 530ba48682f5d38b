/* python.exe and pythonw.exe: hand the command line to python311.dll, as the real ones do. */
#include <windows.h>

int wmain(int argc, wchar_t **argv)
{
    HMODULE python = LoadLibraryW(L"python311.dll");
    if (!python)
        return 101;
    int (*run)(int, wchar_t **) = (int (*)(int, wchar_t **))GetProcAddress(python, "Py_Main");
    return run ? run(argc, argv) : 102;
}
