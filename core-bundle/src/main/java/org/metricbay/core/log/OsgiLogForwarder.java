package org.metricbay.core.log;

import java.util.Optional;
import org.metricbay.core.collect.internal.Problems;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
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
@Component(service = {})
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
    switch (entry.getLogLevel()) {
      case ERROR -> LOG.error(line(entry));
      case WARN -> LOG.warn(line(entry));
      default -> LOG.debug(line(entry));
    }
  }

  private static String line(LogEntry entry) {
    String cause =
        Optional.ofNullable(entry.getException())
            .map(problem -> ": " + Problems.describe(problem))
            .orElse("");
    return entry.getMessage().strip().replaceAll("\\s+", " ") + cause;
  }
}
