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
 * cannot be made, into one line of our log. Without it they print stack traces to the terminal.
 */
@Component(
    service = {},
    configurationPolicy = ConfigurationPolicy.IGNORE)
public final class OsgiLogForwarder implements LogListener {
  private static final Logger LOG = LoggerFactory.getLogger("metricbay.osgi");

  private final LogReaderService reader;

  /** Made by Declarative Services. */
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
    if (isToldByEngine(entry)) {
      LOG.debug(line(entry));
      return;
    }
    switch (entry.getLogLevel()) {
      case ERROR -> LOG.error(line(entry));
      case WARN -> LOG.warn(line(entry));
      default -> LOG.debug(line(entry));
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
