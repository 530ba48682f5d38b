@echo off
rem Removes everything that install.cmd wrote. Works from a copy, because it removes its own folder.
setlocal
set "TARGET=%LOCALAPPDATA%\StressVaR"
if "%~2"=="/copied" goto remove
if not exist "%TARGET%\python\python.exe" (
  echo StressVaR is not installed for this user.
  exit /b 1
)
copy /y "%~f0" "%TEMP%\StressVaR-uninstall.cmd" >nul
rem without `call`, so that this file is done with
"%TEMP%\StressVaR-uninstall.cmd" "%~1" /copied

:remove
cd /d "%TEMP%"
"%TARGET%\python\python.exe" -P -m xl_stressvar.windows uninstall
if errorlevel 1 goto failed
rmdir /s /q "%TARGET%"
if exist "%TARGET%" (
  echo Some files are in use. Close every Excel window, then delete the folder %TARGET%
  goto failed
)
echo Removed: %TARGET%
if not "%~1"=="/quiet" pause
del "%~f0" & exit /b 0

:failed
if not "%~1"=="/quiet" pause
del "%~f0" & exit /b 1
