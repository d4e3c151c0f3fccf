package org.metricbay.host;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.logging.Level;
import org.metricbay.core.collect.Shipped;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/**
 * Sees to it that the agent either answers or has ended with a reason, whatever plugins do. The
 * main thread, which has nothing else to do, is its hands: it mends what can be mended.
 */
final class Vigil implements BuiltInGuard.Witness {
  private static final String PATIENCE = "metricbay.watchdog.seconds";
  private static final int PATIENCE_SECONDS = 30;
  private static final int TOO_OFTEN = 10;
  private static final long LATELY_NANOS = TimeUnit.MINUTES.toNanos(1);
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final String SUSPECTS = "(metricbay.suspects=*)";

  private static final String STOPPED =
      "the framework was stopped, as by 'stop 0' or Ctrl-C at the prompt";
  private static final String NOT_BEGUN = "the start failed, as standard error says";

  private final Agent agent;
  private final Logging logging;
  private final LastEnd lastEnd;
  private final Deeds deeds;
  private final LibraryThreads libraries = new LibraryThreads();
  private final LastWords words;
  private final DeadThreads deadThreads = new DeadThreads();
  private final Watchdog watchdog;
  private final Thread main = Thread.currentThread();
  private volatile int status = 1;
  private volatile boolean toMend;
  private boolean mended;
  private volatile boolean hopeless;
  private volatile boolean serving;
  private final Queue<Long> lately = new ArrayDeque<>();

  Vigil(Agent agent, Logging logging, Path data, LastEnd lastEnd, EndRecord next) {
    this.agent = agent;
    this.logging = logging;
    this.lastEnd = lastEnd;
    deeds =
        new Deeds(
            data, next, Shipped.of(agent.context()), said -> logging.last(Level.SEVERE, said));
    words = new LastWords(logging.file(), next);
    watchdog =
        new Watchdog(
            Integer.getInteger(PATIENCE, PATIENCE_SECONDS),
            new Pulses(agent.context()),
            libraries,
            words,
            this::mendLibraries);
    agent.onStop(this::wake);
  }

  /** What starts the agent. */
  @FunctionalInterface
  interface Start {
    String run() throws UserException;
  }

  /** Nothing has started yet; plugins may take all memory as soon as something has. */
  void prepare() {
    try {
      agent.context().addServiceListener(event -> findSuspects(), SUSPECTS);
    } catch (InvalidSyntaxException e) {
      throw new IllegalStateException(e);
    }
    watchdog.prepare();
  }

  /** From now on the process gets to serve, or ends with a reason. */
  void begin(Collection<String> environment) {
    Thread.setDefaultUncaughtExceptionHandler(deadThreads);
    // A debugger may make it silent for any time.
    if (environment.stream().noneMatch(value -> value.contains("jdwp"))) {
      watchdog.start();
    }
  }

  /** Has the agent started. That memory does not suffice, or the framework stops, is an end. */
  String during(Start start) throws UserException {
    try {
      return start.run();
    } catch (UserException | RuntimeException | Error e) {
      if (agent.isStopping() && !watchdog.isEnding()) {
        status = statusOfStop();
        System.exit(status);
      }
      if (e instanceof Error || Watchdog.isHeapFull()) {
        watchdog.endOfStart();
      }
      throw e;
    }
  }

  /** All has started: from now on the process must answer. */
  void serves() {
    findSuspects();
    libraries.find();
    watchdog.serves();
    agent.guard().tellTo(this);
    serving = true;
  }

  @Override
  public void did(Optional<Bundle> plugin, String what) {
    plugin.ifPresent(by -> deeds.leaveOutNow(by, what));
    if (isTooOften()) {
      hopeless = true;
      deeds.ended(plugin, "stops the agent's own bundles again and again");
      wake();
    }
  }

  private synchronized boolean isTooOften() {
    long now = System.nanoTime();
    lately.add(now);
    lately.removeIf(at -> now - at > LATELY_NANOS);
    return lately.size() > TOO_OFTEN;
  }

  @Override
  public void isNeeded() {
    wake();
  }

  private void mendLibraries() {
    toMend = true;
    wake();
  }

  private void wake() {
    LockSupport.unpark(main);
  }

  /** Has the deployer see which plugins are left out from now on. */
  private void leaveOutNow() throws InvalidSyntaxException {
    for (ServiceReference<Runnable> look :
        agent.context().getServiceReferences(Runnable.class, "(metricbay.look=*)")) {
      Bundle bundle = look.getBundle();
      Runnable service = agent.context().getService(look);
      if (bundle != null && ConnectedBundles.isOwn(bundle) && service != null) {
        service.run();
      }
    }
  }

  @SuppressWarnings("unchecked") // It is of the agent's own bundle.
  private void findSuspects() {
    try {
      BundleContext context = agent.context();
      for (ServiceReference<?> reference : context.getServiceReferences(Consumer.class, SUSPECTS)) {
        Bundle bundle = reference.getBundle();
        Object suspects = context.getService(reference);
        if (bundle != null && ConnectedBundles.isOwn(bundle) && suspects != null) {
          words.ask((Consumer<ByteBuffer>) suspects);
          deadThreads.tell((Thread.UncaughtExceptionHandler) suspects);
        }
      }
    } catch (InvalidSyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Waits until something stops the framework, or it cannot go on; whoever interrupts it. */
  int awaitEnd() {
    boolean over = false;
    while (!over) {
      try {
        over = lookAfter();
      } catch (Throwable e) {
        // A plugin that stops threads, or took all memory; what was to be done still is.
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
    return status;
  }

  private boolean lookAfter() throws InterruptedException, InvalidSyntaxException {
    if (hopeless) {
      status = Watchdog.STATUS;
      return true;
    }
    if (toMend) {
      libraries.find();
      libraries.menders().forEach(agent.guard()::restart);
      toMend = false;
    }
    mended |= agent.guard().mend();
    if (mended) {
      leaveOutNow();
      findSuspects();
      libraries.find();
      watchdog.forgive();
      mended = false;
    }
    if (agent.isStopping()) {
      if (!watchdog.isEnding()) {
        status = statusOfStop();
      }
      agent.awaitStop();
      return true;
    }
    LockSupport.park(this);
    Thread.interrupted();
    return false;
  }

  /** The shell may stop the framework; plugins may not. */
  private int statusOfStop() {
    Optional<Bundle> plugin = agent.stoppedBy();
    if (plugin.isPresent() || !agent.hasShell()) {
      deeds.ended(plugin, "stopped the framework");
      return Watchdog.STATUS;
    }
    return 0;
  }

  private ExitCause cause(Optional<String> asked) {
    try {
      return asked.isPresent() ? ExitCause.ASKED : ExitCause.find(main, status, agent.context());
    } catch (RuntimeException | Error e) {
      // There may be no memory to find out.
      return new ExitCause(Watchdog.STATUS, Optional.empty(), false);
    }
  }

  /**
   * Ends all in order and says why; for the shutdown hook. It takes no longer than two seconds.
   *
   * @param asked the signal that asked for it, if one did
   */
  void end(Optional<String> asked) {
    boolean stopped = agent.isStopping();
    ExitCause cause = cause(asked);
    watchdog.ending(cause.status());
    if (cause.foreign()) {
      deeds.ended(cause.plugin(), "called System.exit");
    } else if (cause.status() == Watchdog.STATUS) {
      deeds.ended(Optional.empty(), "ended it, and there was no memory to find out who");
    } else {
      lastEnd.endsWell();
    }
    agent.close();
    // Why the start failed is said on standard error only.
    if (cause.status() != Watchdog.STATUS && (serving || asked.isPresent())) {
      logging.last(Level.INFO, Ending.ENDED + asked.orElse(stopped ? STOPPED : NOT_BEGUN));
    }
    logging.close();
    deeds.lastWords().ifPresent(words::say);
    if (cause.foreign()) {
      Runtime.getRuntime().halt(cause.status());
    }
  }
}
