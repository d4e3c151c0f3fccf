package org.metricbay.core.log;

import java.util.Optional;
import org.metricbay.core.collect.internal.Problems;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.log.LogEntry;
import org.osgi.service.log.LogListener;
import org.osgi.service.log.LogReaderService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts what the framework, Declarative Services and others log, such as a plugin's component that
 * cannot be made, into one line of our log. Without it they print stack traces to the terminal. In
 * a container where our log leads back to OSGi's, nothing goes round.
 */
@Component(
    service = {},
    configurationPolicy = ConfigurationPolicy.IGNORE)
public final class OsgiLogForwarder implements LogListener {
  private static final Logger LOG = LoggerFactory.getLogger("metricbay.osgi");

  /** With what the names of the agent's own loggers begin, which write to our log already. */
  private static final String OWN = "metricbay";

  private final ComingBack comingBack = new ComingBack();

  private final LogReaderService reader;

  /** Created by Declarative Services. */
  @Activate
  public OsgiLogForwarder(@Reference LogReaderService reader) {
    this.reader = reader;
    reader.addLogListener(this);
  }

  @Deactivate
  void deactivate() {
    reader.removeLogListener(this);
  }

  @Override
  public void logged(LogEntry entry) {
    String logger = entry.getLoggerName();
    if (logger != null && (logger.equals(OWN) || logger.startsWith(OWN + "."))) {
      // Here what is logged by SLF4J is put into OSGi's log, as in Karaf.
      return;
    }
    String line = line(entry);
    if (!line.isEmpty()) {
      comingBack.pass(line, () -> log(entry, line));
    }
  }

  private static void log(LogEntry entry, String line) {
    if (isToldByEngine(entry)) {
      LOG.debug(line);
      return;
    }
    switch (entry.getLogLevel()) {
      case ERROR -> LOG.error(line);
      case WARN -> LOG.warn(line);
      default -> LOG.debug(line);
    }
  }

  /**
   * That a plugin could not be had, the engine tells with the collector's name; and of a plugin
   * whose deployment was given up in the middle, as its file changed again, it is no fault.
   */
  private static boolean isToldByEngine(LogEntry entry) {
    return Optional.ofNullable(entry.getException())
        .map(Problems::describe)
        .filter(message -> message.contains("Service factory returned null"))
        .isPresent();
  }

  private static String line(LogEntry entry) {
    String cause =
        Optional.ofNullable(entry.getException())
            .map(problem -> ": " + Problems.describe(problem))
            .orElse("");
    return String.valueOf(entry.getMessage()).strip().replaceAll("\\s+", " ") + cause;
  }
}
