package org.metricbay.host;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.metricbay.core.deploy.AgentStatus;
import org.metricbay.core.deploy.Deployer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the agent in order and says why, whatever ends it; and reads all files anew when that is
 * what a signal asks for.
 */
final class Ending {
  private static final Logger LOG = LoggerFactory.getLogger("metricbay");

  /** The start script says so where the process has a terminal, which goes away with it. */
  private static final String HANG_UP_ENDS = "metricbay.hangup-ends";

  private final Logging logging;
  private final AtomicReference<@Nullable String> reason = new AtomicReference<>();
  private final AtomicReference<@Nullable Agent> agent = new AtomicReference<>();
  private final AtomicBoolean reloading = new AtomicBoolean();

  Ending(Logging logging) {
    this.logging = logging;
  }

  /** From now on signals are heard, and the JVM's end is the agent's. */
  void prepare() {
    Runtime.getRuntime().addShutdownHook(new Thread(this::end, "metricbay-stop"));
    Signals.handle("TERM", () -> exit("SIGTERM"));
    Signals.handle("INT", () -> exit("SIGINT"));
    Signals.handle(
        "HUP",
        Boolean.getBoolean(HANG_UP_ENDS) ? () -> exit("SIGHUP, the terminal's end") : this::reload);
  }

  /** There is something to end. */
  void began(Agent started) {
    agent.set(started);
  }

  /** What was asked for is done: not by an exception, but with status 0. */
  private void exit(String why) {
    reason.compareAndSet(null, why);
    System.exit(0);
  }

  /** The shutdown hook. */
  private void end() {
    Agent running = agent.get();
    if (running == null && reason.get() == null) {
      // It did not start, which is told elsewhere.
      logging.close();
      return;
    }
    boolean stopped = running != null && running.isStopping();
    reason.compareAndSet(
        null,
        stopped
            ? "the framework was stopped, as by 'stop 0' or Ctrl-C at the prompt"
            : "the process was told to exit from inside, by a plugin perhaps");
    if (running != null) {
      running.close();
    }
    logging.always("ended: " + reason.get());
    logging.close();
  }

  private void reload() {
    Agent running = agent.get();
    if (running == null || !reloading.compareAndSet(false, true)) {
      // All is being read anyway.
      return;
    }
    try {
      AgentStatus status = running.service(AgentStatus.class);
      status.readConfiguration();
      boolean good = running.service(Deployer.class).reload().isGood() && status.isGood();
      if (good) {
        LOG.info("SIGHUP: all files were read anew, and all is well");
      } else {
        LOG.warn("SIGHUP: all files were read anew; not all is well, as /plugins shows");
      }
    } catch (RuntimeException e) {
      LOG.error("SIGHUP: the files could not be read anew: {}", e.toString());
    } finally {
      reloading.set(false);
    }
  }
}
