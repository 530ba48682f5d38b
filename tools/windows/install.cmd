@echo off
rem Copies StressVaR into this user's profile and registers it with Excel.
rem Needs no administrator and no network. uninstall.cmd removes all of it.
setlocal
set "TARGET=%LOCALAPPDATA%\StressVaR"
if "%LOCALAPPDATA%"=="" (
  echo Windows does not say where LOCALAPPDATA is. Sign out and in again, then try again.
  exit /b 1
)

if exist "%TARGET%\python" rmdir /s /q "%TARGET%\python"
if exist "%TARGET%\python" (
  echo An earlier StressVaR is in use. Close every Excel window, then run install.cmd again.
  call :wait %1
  exit /b 1
)

echo Copying to %TARGET% ...
xcopy "%~dp0python" "%TARGET%\python\" /E /I /Q /Y >nul
if errorlevel 1 (
  echo The files could not be copied. Is there room on the disk?
  call :wait %1
  exit /b 1
)
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
