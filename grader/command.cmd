@rem The command `grader` where a script without an ending cannot be started (Windows).
@if exist "%~dp0python.exe" ("%~dp0python.exe" "%~dp0grader" %*) else ("%~dp0..\python.exe" "%~dp0grader" %*)
