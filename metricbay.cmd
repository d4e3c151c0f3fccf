@echo off
rem Starts Metricbay on Windows, from a source checkout (which must be built: mvn -DskipTests package) or the distribution.
setlocal
set "HOME_DIR=%~dp0."
set "LIB=%HOME_DIR%\lib"
if not exist "%LIB%\host-app.jar" set "LIB=%HOME_DIR%\host-app\target\metricbay\lib"
if not exist "%LIB%\host-app.jar" (
  echo metricbay: not built yet: run mvn -DskipTests package 1>&2
  exit /b 2
)
if "%~1"=="archive" (
  echo metricbay: there is no class-data archive on Windows; the agent starts without 1>&2
  exit /b 2
)
set "JAVA=java"
if defined JAVA_HOME set "JAVA=%JAVA_HOME%\bin\java"
set "COMPILED=-XX:TieredStopAtLevel=1 -XX:CICompilerCount=1 -XX:Tier3BackEdgeThreshold=3000 -XX:C1MaxInlineSize=45"
rem Whoever asks for another level of compiling gets what the JVM makes of it.
echo "%METRICBAY_JAVA_OPTS%" | find "Tiered" >nul && set "COMPILED="
"%JAVA%" -XX:+UseSerialGC -XX:-UsePerfData -Xms17m -XX:NewSize=5m -Xmx96m %COMPILED% %METRICBAY_JAVA_OPTS% -Dmetricbay.home="%HOME_DIR%" -Dmetricbay.terminal=true -Dmetricbay.hangup-ends=true -cp "%LIB%\host-app.jar" org.metricbay.host.Main %*
exit /b %ERRORLEVEL%
