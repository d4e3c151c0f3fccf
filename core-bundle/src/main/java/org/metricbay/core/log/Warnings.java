package org.metricbay.core.log;

import org.osgi.service.log.Logger;
import org.osgi.service.log.LoggerConsumer;

/**
 * Passes on warnings and errors only; the log service, at its own level, drops the others as well,
 * but looks its level up for each, for which a seventh of all memory was allocated at the start.
 */
final class Warnings implements Logger {
  private final Logger logger;

  Warnings(Logger logger) {
    this.logger = logger;
  }

  @Override
  public String getName() {
    return logger.getName();
  }

  @Override
  public boolean isTraceEnabled() {
    return false;
  }

  @Override
  public void trace(String message) {
    // Nobody reads it.
  }

  @Override
  public void trace(String format, Object argument) {
    // Nobody reads it.
  }

  @Override
  public void trace(String format, Object first, Object second) {
    // Nobody reads it.
  }

  @Override
  public void trace(String format, Object... arguments) {
    // Nobody reads it.
  }

  @Override
  public <E extends Exception> void trace(LoggerConsumer<E> consumer) throws E {
    // Nobody reads it.
  }

  @Override
  public boolean isDebugEnabled() {
    return false;
  }

  @Override
  public void debug(String message) {
    // Nobody reads it.
  }

  @Override
  public void debug(String format, Object argument) {
    // Nobody reads it.
  }

  @Override
  public void debug(String format, Object first, Object second) {
    // Nobody reads it.
  }

  @Override
  public void debug(String format, Object... arguments) {
    // Nobody reads it.
  }

  @Override
  public <E extends Exception> void debug(LoggerConsumer<E> consumer) throws E {
    // Nobody reads it.
  }

  @Override
  public boolean isInfoEnabled() {
    return false;
  }

  @Override
  public void info(String message) {
    // Nobody reads it.
  }

  @Override
  public void info(String format, Object argument) {
    // Nobody reads it.
  }

  @Override
  public void info(String format, Object first, Object second) {
    // Nobody reads it.
  }

  @Override
  public void info(String format, Object... arguments) {
    // Nobody reads it.
  }

  @Override
  public <E extends Exception> void info(LoggerConsumer<E> consumer) throws E {
    // Nobody reads it.
  }

  @Override
  public boolean isWarnEnabled() {
    return logger.isWarnEnabled();
  }

  @Override
  public void warn(String message) {
    logger.warn(message);
  }

  @Override
  public void warn(String format, Object argument) {
    logger.warn(format, argument);
  }

  @Override
  public void warn(String format, Object first, Object second) {
    logger.warn(format, first, second);
  }

  @Override
  public void warn(String format, Object... arguments) {
    logger.warn(format, arguments);
  }

  @Override
  public <E extends Exception> void warn(LoggerConsumer<E> consumer) throws E {
    logger.warn(consumer);
  }

  @Override
  public boolean isErrorEnabled() {
    return logger.isErrorEnabled();
  }

  @Override
  public void error(String message) {
    logger.error(message);
  }

  @Override
  public void error(String format, Object argument) {
    logger.error(format, argument);
  }

  @Override
  public void error(String format, Object first, Object second) {
    logger.error(format, first, second);
  }

  @Override
  public void error(String format, Object... arguments) {
    logger.error(format, arguments);
  }

  @Override
  public <E extends Exception> void error(LoggerConsumer<E> consumer) throws E {
    logger.error(consumer);
  }

  @Override
  public void audit(String message) {
    logger.audit(message);
  }

  @Override
  public void audit(String format, Object argument) {
    logger.audit(format, argument);
  }

  @Override
  public void audit(String format, Object first, Object second) {
    logger.audit(format, first, second);
  }

  @Override
  public void audit(String format, Object... arguments) {
    logger.audit(format, arguments);
  }
}
