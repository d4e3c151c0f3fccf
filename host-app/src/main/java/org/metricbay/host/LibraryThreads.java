package org.metricbay.host;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The threads of the framework and its services, such as Jetty's selector, that never end, unless
 * somebody interrupts them or takes all memory, and that nobody starts again. Checked without
 * allocating anything.
 */
final class LibraryThreads {
  private static final String FRAMEWORK = "";

  /** The agent serves without a prompt, too: it does not end for want of one. */
  private static final String PROMPT = "org.apache.felix.gogo.jline";

  /** The prefix of their names, and the bundle that starts them again with it. */
  private static final String[][] NAMES = {
    {"FelixDispatchQueue", FRAMEWORK},
    {"FelixFrameworkWiring", FRAMEWORK},
    {"FelixStartLevel", FRAMEWORK},
    {"FelixLogListener", "org.apache.felix.log"},
    {"CM Configuration Updater", "org.apache.felix.configadmin"},
    {"CM Event Dispatcher", "org.apache.felix.configadmin"},
    {"SCR Component Actor", "org.apache.felix.scr"},
    {"fileinstall-", "org.apache.felix.fileinstall"},
    {"metricbay-http", "org.apache.felix.http.jetty12.light"},
    {"Gogo shell", PROMPT},
  };

  /** So many ticks are given to make it again. */
  private static final int TICKS = 5;

  /** One of them, and the bundle that makes it, or none. */
  private static final class Known {
    private final Thread thread;
    private final byte[] name;
    private final String bundle;
    private volatile int deadTicks;

    Known(Thread thread, String name, String bundle) {
      this.thread = thread;
      this.name = HeapFreeText.ascii(name);
      this.bundle = bundle;
    }

    boolean isNamed(String begin) {
      return Arrays.equals(name, HeapFreeText.ascii(begin));
    }

    boolean isDead() {
      return !thread.isAlive();
    }

    boolean isVital() {
      return !bundle.equals(PROMPT);
    }

    boolean isGivenUp() {
      return !isVital() && deadTicks > TICKS;
    }

    boolean isWorseThan(@Nullable Known other) {
      return other == null
          || (isVital() == other.isVital() ? deadTicks > other.deadTicks : isVital());
    }
  }

  private volatile Known[] threads = {};

  /** The one that has been dead longest, before all one that the agent cannot be without. */
  private volatile @Nullable Known dead;

  /** Searches for them again. Where one has vanished, the dead one is kept. */
  void find() {
    List<Known> found = new ArrayList<>();
    Thread[] alive = alive();
    for (String[] name : NAMES) {
      List<Known> named = new ArrayList<>();
      for (Thread thread : alive) {
        if (thread != null && thread.getName().startsWith(name[0])) {
          named.add(new Known(thread, name[0], name[1]));
        }
      }
      found.addAll(named.isEmpty() ? known(name[0]) : named);
    }
    threads = found.toArray(new Known[0]);
    dead = longestDead();
  }

  private List<Known> known(String name) {
    return Arrays.stream(threads).filter(known -> known.isNamed(name)).toList();
  }

  private static Thread[] alive() {
    ThreadGroup root = Thread.currentThread().getThreadGroup();
    while (root.getParent() != null) {
      root = root.getParent();
    }
    Thread[] all = new Thread[4 * root.activeCount() + 64];
    root.enumerate(all);
    return all;
  }

  /** Checks them; each has its own time, as they may be started again one after the other. */
  void look() {
    for (Known known : threads) {
      known.deadTicks = known.isDead() ? known.deadTicks + 1 : 0;
    }
    dead = longestDead();
  }

  private @Nullable Known longestDead() {
    Known longest = null;
    for (Known known : threads) {
      if (known.isDead() && !known.isGivenUp() && known.isWorseThan(longest)) {
        longest = known;
      }
    }
    return longest;
  }

  /** Whether one has been seen dead. */
  boolean isToBeMended() {
    return deadTicks() > 0;
  }

  /** Whether nobody has made it again in time, and the agent cannot be without it. */
  boolean isOver() {
    Known longest = dead;
    return longest != null && longest.isVital() && longest.deadTicks >= TICKS;
  }

  private int deadTicks() {
    Known longest = dead;
    return longest == null ? 0 : longest.deadTicks;
  }

  /** The bundles that are to be started again to have all back, as far as that is possible. */
  Set<String> menders() {
    return Arrays.stream(threads)
        .filter(known -> known.isDead() && !known.isGivenUp())
        .map(known -> known.bundle)
        .filter(name -> !name.equals(FRAMEWORK))
        .collect(Collectors.toSet());
  }

  /** The name of the one that has died. */
  byte[] theDead() {
    Known gone = dead;
    return gone == null ? new byte[0] : gone.name;
  }
}
