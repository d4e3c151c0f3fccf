package org.metricbay.host;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import org.jspecify.annotations.Nullable;
import org.metricbay.core.deploy.AgentStatus;
import org.metricbay.core.deploy.Deployer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the agent in order and says why, whatever ends it; and reads all files again when that is
 * what a signal asks for.
 */
final class Ending {
  private static final Logger LOG = LoggerFactory.getLogger("metricbay");

  /** The start script says so where the process has a terminal, which goes away with it. */
  private static final String HANG_UP_ENDS = "metricbay.hangup-ends";

  /** What the last line of the log begins with. */
  static final String ENDED = "ended: ";

  private final Logging logging;
  private final LastEnd lastEnd;
  private final AtomicReference<@Nullable String> reason = new AtomicReference<>();
  private final AtomicReference<@Nullable Started> started = new AtomicReference<>();
  private final AtomicBoolean reloading = new AtomicBoolean();

  /**
   * What there is to end.
   *
   * @param vigil knows how; empty for an agent that nobody watches over
   */
  private record Started(Agent agent, Optional<Vigil> vigil) {}

  Ending(Logging logging, LastEnd lastEnd) {
    this.logging = logging;
    this.lastEnd = lastEnd;
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
  void began(Agent agent, Optional<Vigil> vigil) {
    started.set(new Started(agent, vigil));
  }

  /** What was asked for is done: not by an exception, but with status 0. */
  private void exit(String why) {
    reason.compareAndSet(null, why);
    System.exit(0);
  }

  /** The shutdown hook. */
  private void end() {
    Optional<String> asked = Optional.ofNullable(reason.get());
    Started running = started.get();
    if (running == null) {
      // Only a signal is reported here; other reasons that prevented the start are reported
      // elsewhere.
      asked.ifPresent(why -> lastEnd.endsWell());
      asked.ifPresent(why -> logging.last(Level.INFO, ENDED + why));
      logging.close();
    } else if (running.vigil().isPresent()) {
      running.vigil().get().end(asked);
    } else {
      running.agent().close();
      asked.ifPresent(why -> logging.last(Level.INFO, ENDED + why));
      logging.close();
    }
  }

  private void reload() {
    Started running = started.get();
    if (running == null || !reloading.compareAndSet(false, true)) {
      // All is being read anyway.
      return;
    }
    try {
      AgentStatus status = running.agent().service(AgentStatus.class);
      status.readConfiguration();
      boolean good = running.agent().service(Deployer.class).reload().isGood() && status.isGood();
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
