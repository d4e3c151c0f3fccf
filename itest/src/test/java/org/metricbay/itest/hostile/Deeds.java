package org.metricbay.itest.hostile;

import java.lang.reflect.Proxy;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.metricbay.api.MetricFamily;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/** What hostile plugins do. */
final class Deeds {
  private static final List<Object> KEPT = new ArrayList<>();
  private static final int CHUNK = 1 << 18;

  private final @Nullable BundleContext context;
  private volatile boolean over;

  Deeds(@Nullable BundleContext context) {
    this.context = context;
  }

  void end() {
    over = true;
  }

  /** Does something, perhaps for ever; may give what the call is to return. */
  List<MetricFamily> doIt(String deed) throws Exception {
    String[] words = deed.split(" ", -1);
    switch (words[0]) {
      case "keep-memory" -> fill(KEPT, Integer.MAX_VALUE);
      case "keep-some-memory" -> fill(KEPT, 24);
      case "keep-memory-by-bytes" -> fillByBytes();
      case "let-memory-go" -> fill(new ArrayList<>(), Integer.MAX_VALUE);
      case "hold-memory-for-ever" -> holdForEver();
      case "lazy-list" -> {
        return new Lazy(3_000_000);
      }
      case "threads" -> startThreads();
      case "interrupt" -> interruptAll();
      case "interrupt-often" -> {
        while (!over) {
          interruptAll();
          pause(20);
        }
      }
      case "stop-threads" -> stopAll();
      case "hook" -> Runtime.getRuntime().addShutdownHook(new Thread(Deeds::hang));
      case "hook-spin" -> Runtime.getRuntime().addShutdownHook(new Thread(this::spin));
      case "stop" -> bundle(words[1]).stop();
      case "stop-often" -> {
        while (!over) {
          bundle(words[1]).stop();
          pause(50);
        }
      }
      case "uninstall" -> bundle(words[1]).uninstall();
      case "stop-framework" -> bundle("org.apache.felix.framework").stop();
      case "exit" -> System.exit(3);
      case "exit-well" -> System.exit(0);
      case "halt" -> Runtime.getRuntime().halt(4);
      case "handlers" -> setHandlers();
      case "direct-memory" -> keepDirectMemory();
      case "classes" -> makeClasses();
      case "hold-locks" -> holdLocks(0);
      case "spin" -> spinAtHighPriority();
      case "swallow" -> swallowAll();
      case "hang" -> hang();
      default -> {
        // Nothing.
      }
    }
    return List.of();
  }

  private static void fill(List<Object> list, int most) {
    for (int i = 0; i < most; i++) {
      list.add(new byte[CHUNK]);
    }
  }

  private static void fillByBytes() {
    Object[] last = {};
    KEPT.add(last);
    int size = CHUNK;
    while (true) {
      try {
        while (true) {
          Object[] next = new Object[size];
          next[0] = last;
          last = next;
          KEPT.set(0, last);
        }
      } catch (OutOfMemoryError e) {
        if (size == 1) {
          throw e;
        }
        size /= 2;
      }
    }
  }

  /** Takes again what others have let go. */
  private void holdForEver() {
    List<Object> mine = new ArrayList<>(100_000);
    KEPT.add(mine);
    while (!over) {
      try {
        mine.add(new byte[1000]);
      } catch (OutOfMemoryError e) {
        // That was all; perhaps there is more soon.
      }
    }
  }

  private void startThreads() {
    long stack = 1L << 29;
    while (stack > 1 << 17) {
      try {
        Thread thread = new Thread(null, Deeds::hang, "hostile-many", stack);
        thread.setDaemon(true);
        thread.start();
      } catch (OutOfMemoryError e) {
        stack /= 2;
      }
    }
  }

  private static List<Thread> others() {
    ThreadGroup root = Thread.currentThread().getThreadGroup();
    while (root.getParent() != null) {
      root = root.getParent();
    }
    Thread[] all = new Thread[1000];
    int count = root.enumerate(all);
    List<Thread> others = new ArrayList<>(Arrays.asList(all).subList(0, count));
    others.remove(Thread.currentThread());
    return others;
  }

  private static void interruptAll() {
    others().forEach(Thread::interrupt);
  }

  /** Newer JVMs refuse it. */
  private static void stopAll() throws ReflectiveOperationException {
    for (Thread thread : others()) {
      Thread.class.getMethod("stop").invoke(thread);
    }
  }

  private Bundle bundle(String name) {
    if (context == null) {
      throw new IllegalStateException("it has not started");
    }
    return Arrays.stream(context.getBundles())
        .filter(bundle -> name.equals(bundle.getSymbolicName()))
        .findFirst()
        .orElseThrow();
  }

  private static void setHandlers() {
    Thread.UncaughtExceptionHandler hangs = (thread, problem) -> hang();
    Thread.setDefaultUncaughtExceptionHandler(hangs);
    others().forEach(thread -> thread.setUncaughtExceptionHandler(hangs));
    interruptAll();
  }

  private static void keepDirectMemory() {
    int size = 1 << 24;
    while (size > 0) {
      try {
        KEPT.add(ByteBuffer.allocateDirect(size));
      } catch (OutOfMemoryError e) {
        size /= 2;
      }
    }
  }

  private void makeClasses() throws Exception {
    while (!over) {
      ClassLoader loader = new URLClassLoader(new URL[0], Deeds.class.getClassLoader());
      KEPT.add(
          Proxy.newProxyInstance(
              loader, new Class<?>[] {Runnable.class}, (proxy, method, arguments) -> null));
    }
  }

  /** One within the other. */
  private static void holdLocks(int depth) {
    List<Object> locks =
        new ArrayList<>(
            List.of(
                System.out,
                System.err,
                Thread.class,
                Class.class,
                Object.class,
                Runtime.class,
                System.class,
                Logger.class,
                Runtime.getRuntime(),
                MetricFamily.class,
                Deeds.class));
    locks.addAll(Arrays.asList(Logger.getLogger("").getHandlers()));
    for (Handler handler : Logger.getLogger("").getHandlers()) {
      locks.add(handler.getFormatter());
    }
    try {
      locks.add(Class.forName("java.lang.Shutdown"));
      locks.add(Class.forName("java.lang.ApplicationShutdownHooks"));
    } catch (ClassNotFoundException e) {
      // Then not these.
    }
    if (depth == locks.size()) {
      hang();
      return;
    }
    synchronized (locks.get(depth)) {
      holdLocks(depth + 1);
    }
  }

  private void spin() {
    long turns = 0;
    while (!over) {
      turns++;
    }
    KEPT.add(turns);
  }

  @SuppressWarnings("ThreadPriorityCheck") // That is the deed.
  private void spinAtHighPriority() {
    for (int i = 0; i < 8; i++) {
      Thread thread = new Thread(this::spin, "hostile-spin");
      thread.setDaemon(true);
      thread.setPriority(Thread.MAX_PRIORITY);
      thread.start();
    }
  }

  private void swallowAll() {
    while (!over) {
      try {
        spin();
      } catch (Throwable all) {
        // Not even ThreadDeath.
      }
    }
  }

  private static void pause(long millis) {
    try {
      new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      // It does that itself.
    }
  }

  static void hang() {
    CountDownLatch never = new CountDownLatch(1);
    while (never.getCount() > 0) {
      try {
        never.await();
      } catch (InterruptedException e) {
        // It never heeds that.
      }
    }
  }

  /** Makes its families when asked for them. */
  private static final class Lazy extends AbstractList<MetricFamily> {
    private final int size;

    Lazy(int size) {
      this.size = size;
    }

    @Override
    public MetricFamily get(int index) {
      return MetricFamily.gauge("lazy_" + index, "One of many.").sample(index).build();
    }

    @Override
    public int size() {
      return size;
    }
  }
}
