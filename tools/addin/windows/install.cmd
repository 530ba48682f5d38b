@echo off
rem Copies StressVaR to this PC and registers it with Excel; uninstall.cmd removes all of it.
rem   install.cmd              for this user; needs no administrator
rem   install.cmd /allusers    for all users of the PC, in a window opened as administrator
rem   /quiet                   asks nothing and waits for no key; the exit code is 0 if all went well
rem It needs no network. Windows' own programs are called by their whole path: cmd would look for them in
rem the folder of the download first.
setlocal
set "HERE=%~dp0"
set "SYSTEM=%SystemRoot%\System32"
set QUIET=
set ALL=
:arguments
if "%~1"=="" goto begin
set KNOWN=
if /i "%~1"=="/quiet" set KNOWN=1
if /i "%~1"=="/quiet" set QUIET=1
if /i "%~1"=="/allusers" set KNOWN=1
if /i "%~1"=="/allusers" set ALL=--all-users
if not defined KNOWN (
  echo Usage: install.cmd [/allusers] [/quiet]
  exit /b 2
)
shift
goto arguments

:begin
set "BASE=%LOCALAPPDATA%"
if defined ALL set "BASE=%ProgramFiles%"
set "TARGET=%BASE%\StressVaR"
if "%BASE%"=="" (
  echo Windows does not say where this user's programs belong. Sign out and in again, then try again.
  goto failed
)
rem A script that is opened inside a zip stands alone.
if not exist "%HERE%python\python.exe" (
  echo The rest of the zip is not beside this file. Unpack the whole zip first, with Extract All in its
  echo right-click menu, and run install.cmd in the folder that this makes.
  goto failed
)

rem The new files are whole before an earlier version goes. What an install that was cut off has left is
rem put back first.
rem in quotes, because a user's folder may have & or ) in its name
echo Copying to "%TARGET%" ...
if not exist "%TARGET%\python" if exist "%TARGET%\previous" ren "%TARGET%\previous" python
if exist "%TARGET%\new" rmdir /s /q "%TARGET%\new"
"%SYSTEM%\xcopy.exe" "%HERE%python" "%TARGET%\new" /E /I /Q /Y >nul
if errorlevel 1 (
  rmdir /s /q "%TARGET%\new" 2>nul
  if defined ALL echo For all users, run this in a command window that was opened as administrator.
  echo The files could not be copied. Is there room on the disk? If this file lies deep in folders, move
  echo them up: no path may have more than 254 letters.
  goto failed
)

rem The engine ends some seconds after the last Excel has closed. Windows renames no folder of which a
rem program runs.
set left=20
:replace
if exist "%TARGET%\previous" rmdir /s /q "%TARGET%\previous" 2>nul
if exist "%TARGET%\python" ren "%TARGET%\python" previous 2>nul
if not exist "%TARGET%\python" goto replaced
set /a left-=1
if %left% leq 0 (
  rmdir /s /q "%TARGET%\new" 2>nul
  echo An earlier StressVaR is in use. Close every Excel window, then run install.cmd again.
  goto failed
)
"%SYSTEM%\ping.exe" -n 2 127.0.0.1 >nul
goto replace

:replaced
ren "%TARGET%\new" python
if not exist "%TARGET%\python\python.exe" (
  if exist "%TARGET%\previous" ren "%TARGET%\previous" python
  echo Windows would not rename the new folder; a virus scanner may be looking at it. Run install.cmd again.
  goto failed
)
"%TARGET%\python\python.exe" -E -P -m xl_stressvar.install install %ALL%
if errorlevel 1 goto back
rem where users cannot write, Python cannot keep what it has compiled
if defined ALL "%TARGET%\python\python.exe" -E -P -m compileall -q "%TARGET%\python\Lib" >nul 2>nul
copy /y "%HERE%uninstall.cmd" "%TARGET%\" >nul
copy /y "%HERE%LICENSE" "%TARGET%\" >nul
copy /y "%HERE%sbom.cdx.json" "%TARGET%\" >nul
if exist "%TARGET%\previous" rmdir /s /q "%TARGET%\previous" 2>nul
echo.
echo Checking:
"%TARGET%\python\python.exe" -E -P -m xl_stressvar.install doctor
if not defined QUIET pause
exit /b 0

:back
rem The earlier version goes on as it was; without one, nothing stays.
ren "%TARGET%\python" new
if exist "%TARGET%\previous" ren "%TARGET%\previous" python
rmdir /s /q "%TARGET%\new" 2>nul
rmdir "%TARGET%" 2>nul

:failed
if not defined QUIET pause
exit /b 1
