package org.metricbay.host;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Sends the log to the terminal and to a file that is turned over. */
final class Logging {
  /** Of libraries only what matters; kept here as the log manager holds loggers weakly. */
  private final List<Logger> quiet =
      List.of(
          Logger.getLogger("org.eclipse.jetty"),
          Logger.getLogger("org.apache.felix"),
          Logger.getLogger("oshi"));

  /** They report each request that is malformed, with what is in it: anybody could fill the log. */
  private final List<Logger> silent =
      List.of(
          Logger.getLogger("org.eclipse.jetty.http.HttpParser"),
          Logger.getLogger("org.eclipse.jetty.util.HostPort"),
          // When these cannot go on for want of memory, they need some to say so, and end.
          Logger.getLogger("org.eclipse.jetty.io.ManagedSelector"),
          Logger.getLogger("org.eclipse.jetty.util.thread.strategy.AdaptiveExecutionStrategy"));

  private final Logger root = Logger.getLogger("");
  private volatile @Nullable LogFile file;
  private final AtomicBoolean over = new AtomicBoolean();

  /** Kept here too, as the JDK takes them from the logger when the process ends. */
  private final List<Handler> handlers = new CopyOnWriteArrayList<>();

  /** Of a line that is shown whatever the level is. */
  private static final class Always extends Level {
    private static final long serialVersionUID = 1L;

    Always(Level shown) {
      super(shown.getName(), SEVERE.intValue() + 1);
    }
  }

  private Logging() {}

  /** Replaces what the JVM set up. */
  static Logging start(String logLevel, PrintStream terminal) {
    // Named, as SLF4J else searches all JARs for one; and without telling of it.
    System.setProperty("slf4j.internal.verbosity", "WARN");
    System.setProperty("slf4j.provider", "org.slf4j.jul.JULServiceProvider");
    LogManager.getLogManager().reset();
    Logging logging = new Logging();
    Level level =
        switch (logLevel) {
          case "error" -> Level.SEVERE;
          case "warn" -> Level.WARNING;
          case "debug" -> Level.FINE;
          default -> Level.INFO;
        };
    logging.root.setLevel(level);
    boolean debug = level.equals(Level.FINE);
    logging.quiet.forEach(logger -> logger.setLevel(debug ? Level.INFO : Level.WARNING));
    logging.silent.forEach(logger -> logger.setLevel(Level.SEVERE));
    logging.add(new TerminalHandler(terminal, new LineFormatter()), level);
    return logging;
  }

  /** Writes to files below {@code log} in the data folder too. */
  void toFile(Path data) throws UserException {
    try {
      LogFile opened = new LogFile(data.resolve("log"), new LineFormatter());
      add(opened, root.getLevel());
      file = opened;
    } catch (IOException e) {
      throw new UserException("cannot write the log in " + data + ": " + e.getMessage());
    }
  }

  /** The log's file, once it is there. */
  @Nullable LogFile file() {
    return file;
  }

  private void add(Handler handler, Level level) {
    handler.setLevel(level);
    handler.setFilter(line -> !isOver() || line.getLevel() instanceof Always);
    handlers.add(handler);
    root.addHandler(handler);
  }

  /** Shows a line whatever the level is, and also while the process ends. */
  void always(String message) {
    show(new LogRecord(new Always(Level.INFO), message));
  }

  /**
   * Shows the line that says why the process ends. None is shown after it, whatever others still
   * have to say, and only the first of such lines.
   */
  void last(Level shown, String message) {
    if (over.compareAndSet(false, true)) {
      show(new LogRecord(new Always(shown), message));
    }
  }

  private void show(LogRecord line) {
    handlers.forEach(handler -> handler.publish(line));
  }

  private boolean isOver() {
    LogFile known = file;
    return over.get() || (known != null && known.isOver());
  }

  /** Waits until all is shown, but not for long. */
  void close() {
    handlers.forEach(Handler::flush);
  }
}
