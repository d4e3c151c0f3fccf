package org.metricbay.soak.plugin;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;
import org.metricbay.api.MetricFamily;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;

/** What plugins do that the agent has to bear. All of it is over after a while. */
final class MildDeeds {
  private static final ThreadLocal<Object> LEFT_BEHIND = new ThreadLocal<>();
  private static final int SECONDS = 8;

  private MildDeeds() {}

  static List<MetricFamily> act(String deed, BundleContext context) throws Exception {
    switch (deed) {
      case "THROW_ERROR" -> throw new OutOfMemoryError("made up");
      case "THROW_DEATH" -> throwDeath();
      case "THROW_ODDLY" -> throw new OddException();
      case "OVERFLOW_STACK" -> overflow(0);
      case "GIVE_NOTHING" -> {
        return Collections.singletonList(null);
      }
      case "GIVE_TOO_MUCH" -> {
        return Collections.nCopies(Integer.MAX_VALUE, family("hostile_value", "many"));
      }
      case "GIVE_ODD_TEXT" -> {
        return List.of(family("hostile_text", "a\u001b[2J\u009b\u0000\n\r\u2028\ud800\"\\"));
      }
      case "GIVE_RESERVED_NAMES" -> {
        return List.of(
            family("metricbay_deploy_files", "x"), family("node_scrape_collector_success", "x"));
      }
      case "HANG_IN_CALL", "HANG_IN_START", "HANG_IN_STOP" -> hang();
      case "LEAVE_THREADS" -> leaveThreads();
      case "FLOOD_LOG" -> flood();
      case "HOLD_ARRAYS" -> holdArrays();
      case "HOLD_OBJECTS" -> holdObjects();
      case "INTERRUPT_ALL" -> interruptAll();
      case "INSTALL_BUNDLES" -> install(context);
      case "STOP_PLUGINS" -> {
        for (Bundle plugin : plugins(context)) {
          plugin.stop();
        }
      }
      case "UNINSTALL_PLUGINS" -> {
        for (Bundle plugin : plugins(context)) {
          plugin.uninstall();
        }
      }
      default -> {
        // It is not of these.
      }
    }
    return List.of(family("hostile_value", deed));
  }

  private static MetricFamily family(String name, String label) {
    return MetricFamily.gauge(name, "Of a hostile plugin.").sample(1, "x", label).build();
  }

  /** Its message cannot be asked for. */
  private static final class OddException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @Override
    public String getMessage() {
      throw new IllegalStateException("no message");
    }
  }

  @SuppressWarnings({"removal", "deprecation"}) // Plugins may be old.
  private static void throwDeath() {
    throw new ThreadDeath();
  }

  /** By two methods in turn, as the compiler refuses one that only calls itself. */
  private static int overflow(int depth) {
    return deeper(depth + 1) + 1;
  }

  private static int deeper(int depth) {
    return depth < 0 ? depth : overflow(depth + 1) + 1;
  }

  /** For as long as this takes, whatever interrupts it. */
  private static void hang() {
    CountDownLatch never = new CountDownLatch(1);
    long begin = System.nanoTime();
    boolean over = false;
    while (!over) {
      try {
        over = never.await(1, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        // It does not heed that.
      }
      over |= System.nanoTime() - begin > TimeUnit.SECONDS.toNanos(SECONDS);
    }
  }

  private static void leaveThreads() {
    LEFT_BEHIND.set(new byte[1000]);
    for (int i = 0; i < 20; i++) {
      Thread thread = new Thread(MildDeeds::hang, "hostile-" + i);
      thread.setDaemon(true);
      thread.start();
    }
  }

  @SuppressWarnings("SystemOut") // Such plugins print.
  private static void flood() {
    Logger logger = Logger.getLogger("hostile");
    for (int i = 0; i < 2000; i++) {
      System.out.println("hostile output " + i);
      logger.warning("hostile \u001b[31mlog\r\u009b " + i);
    }
  }

  private static void holdArrays() {
    List<byte[]> held = new ArrayList<>();
    while (held.size() < Integer.MAX_VALUE) {
      held.add(new byte[100_000]);
    }
  }

  /**
   * Until there is no memory left, but not for longer than that: on a busy machine the JVM collects
   * garbage for half a minute before it gives up, and the agent would rightly end.
   */
  private static void holdObjects() {
    Deque<Object> held = new ArrayDeque<>();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (held.size() < Integer.MAX_VALUE && System.nanoTime() < end) {
      held.add(new Object[4]);
    }
  }

  private static void interruptAll() {
    ThreadGroup root = Thread.currentThread().getThreadGroup();
    while (root.getParent() != null) {
      root = root.getParent();
    }
    Thread[] all = new Thread[1000];
    int count = root.enumerate(all);
    Arrays.stream(all, 0, count)
        .filter(thread -> thread != Thread.currentThread())
        .forEach(Thread::interrupt);
  }

  private static void install(BundleContext context) throws BundleException {
    Bundle own = context.getBundle();
    for (String name : List.of("one", "two", "three")) {
      context
          .installBundle(
              "hostile:" + name, MildDeeds.class.getResourceAsStream("/" + name + ".jar"))
          .start();
    }
    if (own.getState() == Bundle.UNINSTALLED) {
      throw new IllegalStateException("gone already");
    }
  }

  /** All but the launcher's own, the framework, and itself. */
  private static List<Bundle> plugins(BundleContext context) {
    return Arrays.stream(context.getBundles())
        .filter(bundle -> bundle.getBundleId() != 0)
        .filter(bundle -> !bundle.getLocation().startsWith("connect:"))
        .filter(bundle -> !bundle.equals(context.getBundle()))
        .toList();
  }
}
