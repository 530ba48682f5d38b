@echo off
rem Copies StressVaR into this user's profile and registers it with Excel.
rem Needs no administrator and no network. uninstall.cmd removes all of it.
setlocal
set "TARGET=%LOCALAPPDATA%\StressVaR"
if "%LOCALAPPDATA%"=="" (
  echo Windows does not say where LOCALAPPDATA is. Sign out and in again, then try again.
  exit /b 1
)

rem The new files are whole before an earlier version goes.
echo Copying to %TARGET% ...
if exist "%TARGET%\new" rmdir /s /q "%TARGET%\new"
xcopy "%~dp0python" "%TARGET%\new\" /E /I /Q /Y >nul
if errorlevel 1 (
  rmdir /s /q "%TARGET%\new" 2>nul
  echo The files could not be copied. Is there room on the disk?
  call :wait %1
  exit /b 1
)

rem The engine ends some seconds after the last Excel has closed. Windows renames no folder of which a
rem program runs.
set left=20
:replace
if exist "%TARGET%\removed" rmdir /s /q "%TARGET%\removed" 2>nul
if exist "%TARGET%\python" ren "%TARGET%\python" removed 2>nul
if exist "%TARGET%\removed" rmdir /s /q "%TARGET%\removed" 2>nul
if not exist "%TARGET%\python" goto replaced
set /a left-=1
if %left% leq 0 (
  rmdir /s /q "%TARGET%\new" 2>nul
  echo An earlier StressVaR is in use. Close every Excel window, then run install.cmd again.
  call :wait %1
  exit /b 1
)
ping -n 2 127.0.0.1 >nul
goto replace

:replaced
ren "%TARGET%\new" python
copy /y "%~dp0uninstall.cmd" "%TARGET%\" >nul
copy /y "%~dp0LICENSE" "%TARGET%\" >nul

"%TARGET%\python\python.exe" -P -m xl_stressvar.windows install
if errorlevel 1 (
  call :wait %1
  exit /b 1
)
echo.
echo Checking:
"%TARGET%\python\python.exe" -P -m xl_stressvar.windows doctor
call :wait %1
exit /b 0

:wait
if not "%~1"=="/quiet" pause
exit /b 0
