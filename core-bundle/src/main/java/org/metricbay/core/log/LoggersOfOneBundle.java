package org.metricbay.core.log;

import org.osgi.framework.Bundle;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.log.LogService;
import org.osgi.service.log.Logger;
import org.osgi.service.log.LoggerFactory;

/**
 * Gives Declarative Services their loggers, in front of Felix's log service: all in the name of
 * this bundle, as the log service keeps each bundle that logs, and so every plugin that was
 * replaced, for good. What is logged names the bundle itself.
 */
@Component(
    property = "service.ranking:Integer=1000",
    configurationPolicy = ConfigurationPolicy.IGNORE)
public final class LoggersOfOneBundle implements LoggerFactory {
  private final LoggerFactory loggers;

  /** Created by Declarative Services. */
  @Activate
  public LoggersOfOneBundle(@Reference LogService loggers) {
    this.loggers = loggers;
  }

  @Override
  public Logger getLogger(String name) {
    return new Warnings(loggers.getLogger(name));
  }

  @Override
  public Logger getLogger(Class<?> named) {
    return getLogger(named.getName());
  }

  @Override
  public <L extends Logger> L getLogger(String name, Class<L> type) {
    return type == Logger.class ? type.cast(getLogger(name)) : loggers.getLogger(name, type);
  }

  @Override
  public <L extends Logger> L getLogger(Class<?> named, Class<L> type) {
    return getLogger(named.getName(), type);
  }

  @Override
  public <L extends Logger> L getLogger(Bundle any, String name, Class<L> type) {
    return getLogger(name, type);
  }
}
