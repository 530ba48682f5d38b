@echo off
rem Removes everything that install.cmd wrote: for this user, or with /allusers for all (as administrator).
setlocal
set "SYSTEM=%SystemRoot%\System32"
set "BASE=%LOCALAPPDATA%"
set QUIET=
set ALL=
if /i "%~dp0"=="%ProgramFiles%\StressVaR\" set ALL=--all-users
:arguments
if "%~1"=="" goto begin
if /i "%~1"=="/quiet" set QUIET=1
if /i "%~1"=="/allusers" set ALL=--all-users
shift
goto arguments

:begin
if defined ALL set "BASE=%ProgramFiles%"
set "TARGET=%BASE%\StressVaR"
cd /d "%BASE%"
if not exist StressVaR\python if exist StressVaR\previous ren StressVaR\previous python
if not exist StressVaR\python\python.exe (
  echo StressVaR is not installed here.
  exit /b 1
)

"%TARGET%\python\python.exe" -E -P -m xl_stressvar.install uninstall %ALL%
if errorlevel 1 goto failed

rem The engine ends some seconds after the last Excel has closed. Windows renames no folder of which a
rem program runs, so nothing is deleted while one does.
set left=20
:remove
for %%f in (removed new previous) do if exist "%TARGET%\%%f" rmdir /s /q "%TARGET%\%%f" 2>nul
if exist "%TARGET%\python" ren "%TARGET%\python" removed 2>nul
if exist "%TARGET%\removed" rmdir /s /q "%TARGET%\removed" 2>nul
if not exist "%TARGET%\python" if not exist "%TARGET%\removed" goto removed
set /a left-=1
if %left% leq 0 (
  echo Some files are in use. Close every Excel window, then delete the folder "%TARGET%"
  goto failed
)
"%SYSTEM%\ping.exe" -n 2 127.0.0.1 >nul
goto remove

:removed
echo Removed: "%TARGET%"
if not defined QUIET pause
rem the folder goes when this file, which lies in it, is no longer being read
start "" /b "%SYSTEM%\cmd.exe" /c ""%SYSTEM%\ping.exe" -n 2 127.0.0.1 >nul & rmdir /s /q StressVaR"
exit /b 0

:failed
if not defined QUIET pause
exit /b 1
