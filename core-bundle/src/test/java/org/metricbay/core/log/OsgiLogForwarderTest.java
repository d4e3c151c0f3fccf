package org.metricbay.core.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.osgi.service.log.LogEntry;
import org.osgi.service.log.LogLevel;
import org.osgi.service.log.LogListener;
import org.osgi.service.log.LogReaderService;

/** A container in which SLF4J is OSGi's log, as in Karaf: what is passed on comes back. */
@Timeout(30)
final class OsgiLogForwarderTest {
  private final Logger root = Logger.getLogger("metricbay.osgi");
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final List<LogListener> listeners = new CopyOnWriteArrayList<>();
  private final ExecutorService elsewhere = Executors.newSingleThreadExecutor();
  private final OsgiLogForwarder forwarder = new OsgiLogForwarder(reader());
  private Handler bridge = bridge(UnaryOperator.identity(), UnaryOperator.identity(), r -> {});

  @BeforeEach
  void hearWithoutTerminal() {
    root.setUseParentHandlers(false);
  }

  @AfterEach
  void end() {
    root.removeHandler(bridge);
    root.setUseParentHandlers(true);
    forwarder.deactivate();
    elsewhere.shutdownNow();
  }

  private LogReaderService reader() {
    return proxy(
        LogReaderService.class,
        (method, arguments) -> {
          if (method.equals("addLogListener")) {
            listeners.add((LogListener) arguments[0]);
          } else {
            listeners.clear();
          }
          return null;
        });
  }

  private interface Answers {
    @Nullable Object to(String method, Object[] arguments);
  }

  private static <T> T proxy(Class<T> type, Answers answers) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> answers.to(method.getName(), arguments)));
  }

  private static LogEntry entry(String logger, String message) {
    Map<String, Object> values =
        Map.of("getLoggerName", logger, "getMessage", message, "getLogLevel", LogLevel.ERROR);
    return proxy(LogEntry.class, (method, arguments) -> values.get(method));
  }

  /** What SLF4J writes becomes an entry of OSGi's log. */
  private Handler bridge(
      UnaryOperator<String> logger, UnaryOperator<String> message, Executor executor) {
    return new Handler() {
      @Override
      public void publish(LogRecord line) {
        lines.add(line.getMessage());
        LogEntry entry =
            entry(logger.apply(line.getLoggerName()), message.apply(line.getMessage()));
        executor.execute(() -> listeners.forEach(listener -> listener.logged(entry)));
      }

      @Override
      public void flush() {
        // Nothing is kept.
      }

      @Override
      public void close() {
        // Nothing is open.
      }
    };
  }

  private void use(UnaryOperator<String> logger, UnaryOperator<String> message, Executor executor) {
    bridge = bridge(logger, message, executor);
    root.addHandler(bridge);
  }

  private void log(String message) {
    listeners.forEach(listener -> listener.logged(entry("org.example.other", message)));
  }

  @Test
  void nothingComesBackUnderOurName() {
    use(UnaryOperator.identity(), UnaryOperator.identity(), Runnable::run);
    log("etc/some.cfg cannot be read");
    assertThat(lines).containsExactly("etc/some.cfg cannot be read");
  }

  @Test
  void nothingComesBackUnderAnotherName() {
    use(name -> "slf4j", message -> "[bridge] " + message, Runnable::run);
    log("etc/some.cfg cannot be read");
    log("bad");
    assertThat(lines).containsExactly("etc/some.cfg cannot be read", "bad");
  }

  @Test
  void nothingGoesRoundByAnotherThread() {
    use(name -> "slf4j", message -> "[bridge] " + message, elsewhere);
    for (int i = 0; i < 20; i++) {
      log("etc/some.cfg cannot be read, time " + i + " of many");
    }
    log("the end of all of these lines");
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> lines.contains("the end of all of these lines"));
    elsewhere.shutdown();
    await().atMost(Duration.ofSeconds(10)).until(elsewhere::isTerminated);
    assertThat(lines).hasSize(21);
  }
}
