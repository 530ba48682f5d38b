@echo off
rem Removes everything that install.cmd wrote.
setlocal
set "TARGET=%LOCALAPPDATA%\StressVaR"
if not exist "%TARGET%\python\python.exe" (
  echo StressVaR is not installed for this user.
  exit /b 1
)
cd /d "%LOCALAPPDATA%"
if not exist StressVaR\python\python.exe exit /b 1

"%TARGET%\python\python.exe" -P -m xl_stressvar.install uninstall
if errorlevel 1 goto failed

rem The engine ends some seconds after the last Excel has closed. Windows renames no folder of which a
rem program runs, so nothing is deleted while one does.
set left=20
:remove
if exist "%TARGET%\removed" rmdir /s /q "%TARGET%\removed" 2>nul
if exist "%TARGET%\python" ren "%TARGET%\python" removed 2>nul
if exist "%TARGET%\removed" rmdir /s /q "%TARGET%\removed" 2>nul
if not exist "%TARGET%\python" if not exist "%TARGET%\removed" goto removed
set /a left-=1
if %left% leq 0 (
  echo Some files are in use. Close every Excel window, then delete the folder "%TARGET%"
  goto failed
)
ping -n 2 127.0.0.1 >nul
goto remove

:removed
echo Removed: "%TARGET%"
if not "%~1"=="/quiet" pause
rem the folder goes when this file, which lies in it, is no longer being read
start "" /b cmd /c "ping -n 2 127.0.0.1 >nul & rmdir /s /q StressVaR"
exit /b 0

:failed
if not "%~1"=="/quiet" pause
exit /b 1
