@echo off
rem Copies StressVaR into this user's profile and registers it with Excel.
rem Needs no administrator and no network. uninstall.cmd removes all of it.
setlocal
set "TARGET=%LOCALAPPDATA%\StressVaR"
if "%LOCALAPPDATA%"=="" (
  echo Windows does not say where LOCALAPPDATA is. Sign out and in again, then try again.
  call :wait %1
  exit /b 1
)
rem A script that is opened inside a zip stands alone.
if not exist "%~dp0python\python.exe" (
  echo The rest of the zip is not beside this file. Unpack the whole zip first, with Extract All in its
  echo right-click menu, and run install.cmd in the folder that this makes.
  call :wait %1
  exit /b 1
)

rem The new files are whole before an earlier version goes.
rem in quotes, because a user's folder may have & or ) in its name
echo Copying to "%TARGET%" ...
if exist "%TARGET%\new" rmdir /s /q "%TARGET%\new"
xcopy "%~dp0python" "%TARGET%\new" /E /I /Q /Y >nul
if errorlevel 1 (
  rmdir /s /q "%TARGET%\new" 2>nul
  echo The files could not be copied. Is there room on the disk? If this file lies deep in folders, move
  echo them up: no path may have more than 254 letters.
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
if not exist "%TARGET%\python\python.exe" (
  echo Windows would not rename the new folder; a virus scanner may be looking at it. Run install.cmd again.
  call :wait %1
  exit /b 1
)
copy /y "%~dp0uninstall.cmd" "%TARGET%\" >nul
copy /y "%~dp0LICENSE" "%TARGET%\" >nul

"%TARGET%\python\python.exe" -P -m xl_stressvar.install install
if errorlevel 1 (
  call :wait %1
  exit /b 1
)
echo.
echo Checking:
"%TARGET%\python\python.exe" -P -m xl_stressvar.install doctor
call :wait %1
exit /b 0

:wait
if not "%~1"=="/quiet" pause
exit /b 0
