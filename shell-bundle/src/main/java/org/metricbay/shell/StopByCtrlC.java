package org.metricbay.shell;

import org.jline.reader.LineReader;
import org.jline.reader.Widget;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;
import org.jline.terminal.Terminal.SignalHandler;

/**
 * Makes Ctrl-C at an empty prompt stop the agent, as it does where there is no prompt. JLine takes
 * the signal from the JVM, which therefore does not end; and while it reads a line, its own handler
 * only breaks off that line, after which Gogo prompts again. JLine calls the widget {@code
 * callback-init} each time that it has put its handler in place: there ours takes over. A line that
 * is not empty is still broken off, and a running command still interrupted.
 *
 * <p>The only class that needs JLine.
 */
final class StopByCtrlC {
  private StopByCtrlC() {}

  static void install(Object reader, Runnable stop) {
    if (reader instanceof LineReader lineReader) {
      Widget before = lineReader.getWidgets().get(LineReader.CALLBACK_INIT);
      lineReader
          .getWidgets()
          .put(
              LineReader.CALLBACK_INIT,
              () -> {
                takeOver(lineReader, stop);
                return before == null || before.apply();
              });
    }
  }

  private static void takeOver(LineReader reader, Runnable stop) {
    Terminal terminal = reader.getTerminal();
    SignalHandler breakOff = terminal.handle(Signal.INT, SignalHandler.SIG_IGN);
    terminal.handle(
        Signal.INT,
        signal -> {
          if (reader.getBuffer().length() == 0) {
            stop.run();
          } else {
            breakOff.handle(signal);
          }
        });
  }
}
