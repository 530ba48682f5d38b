@echo off
rem Removes everything that install.cmd wrote.
setlocal
set "TARGET=%LOCALAPPDATA%\StressVaR"
if not exist "%TARGET%\python\python.exe" (
  echo StressVaR is not installed for this user.
  exit /b 1
)

"%TARGET%\python\python.exe" -P -m xl_stressvar.windows uninstall
if errorlevel 1 (
  call :wait %1
  exit /b 1
)
cd /d "%TEMP%"
rmdir /s /q "%TARGET%\python"
if exist "%TARGET%\python" (
  echo Some files are in use. Close every Excel window, then delete the folder %TARGET%
  call :wait %1
  exit /b 1
)
echo Removed: %TARGET%
call :wait %1
rem the last line: it may remove this very file, after which there is nothing left to read
rmdir /s /q "%TARGET%" & exit /b 0

:wait
if not "%1"=="/quiet" pause
exit /b 0
