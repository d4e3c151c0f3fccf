package org.metricbay.host;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;
import org.metricbay.core.collect.Shipped;
import org.metricbay.core.thread.LastingThread;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceListener;
import org.osgi.framework.ServiceReference;

/**
 * What the agent's threads show to be alive by: counters that go up with each of their turns, and
 * the web server, which is asked. Checked without allocating anything.
 */
final class Pulses implements ServiceListener {
  private static final int MOST = 32;
  private static final String FILTER = "(" + LastingThread.PULSE + "=*)";

  private static final byte[] AND = HeapFreeText.ascii(" and ");
  private static final byte[] HAVE = HeapFreeText.ascii(" have");
  private static final byte[] HAS = HeapFreeText.ascii(" has");

  private final BundleContext context;
  private final Shipped shipped;
  private final AtomicReferenceArray<@Nullable Pulse> pulses = new AtomicReferenceArray<>(MOST);

  /** One of them. */
  private static final class Pulse {
    private final ServiceReference<?> reference;
    private final byte[] what;
    private final Signs signs;
    private long last;
    private int silentTicks;

    Pulse(ServiceReference<?> reference, byte[] what, Signs signs) {
      this.reference = reference;
      this.what = what;
      this.signs = signs;
    }
  }

  /** Something that changes as long as whoever gives it is alive. */
  interface Signs {
    /** How many there were; may ask for the next one. */
    long count();
  }

  Pulses(BundleContext context) {
    this.context = context;
    this.shipped = Shipped.of(context);
  }

  /** From now on those that come are checked. */
  void begin() {
    try {
      context.addServiceListener(this, FILTER);
      ServiceReference<?>[] there = context.getAllServiceReferences(null, FILTER);
      if (there != null) {
        for (ServiceReference<?> reference : there) {
          add(reference);
        }
      }
    } catch (InvalidSyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void serviceChanged(ServiceEvent event) {
    if (event.getType() == ServiceEvent.REGISTERED) {
      add(event.getServiceReference());
    } else if (event.getType() == ServiceEvent.UNREGISTERING) {
      remove(event.getServiceReference());
    }
  }

  private synchronized void add(ServiceReference<?> reference) {
    Bundle bundle = reference.getBundle();
    if (bundle == null || !isTrusted(bundle) || indexOf(reference) >= 0) {
      return;
    }
    Object service = context.getService(reference);
    byte[] what =
        String.valueOf(reference.getProperty(LastingThread.PULSE)).getBytes(StandardCharsets.UTF_8);
    // The checking thread may run only the agent's own code.
    if (service != null && service.getClass() == AtomicLong.class) {
      put(new Pulse(reference, what, ((AtomicLong) service)::get));
    } else if (service instanceof Callable<?> connections && ConnectedBundles.isOwn(bundle)) {
      put(new Pulse(reference, what, new OwnQuestion(connections)));
    }
  }

  private boolean isTrusted(Bundle bundle) {
    return ConnectedBundles.isOwn(bundle) || shipped.contains(bundle);
  }

  private void put(Pulse pulse) {
    int free = indexOf(null);
    if (free >= 0) {
      pulses.set(free, pulse);
    }
  }

  private synchronized void remove(ServiceReference<?> reference) {
    int index = indexOf(reference);
    if (index >= 0) {
      pulses.set(index, null);
    }
  }

  private int indexOf(@Nullable ServiceReference<?> reference) {
    for (int i = 0; i < MOST; i++) {
      Pulse pulse = pulses.get(i);
      if (pulse == null ? reference == null : pulse.reference.equals(reference)) {
        return i;
      }
    }
    return -1;
  }

  /**
   * Checks all; returns the most ticks that one of them has been silent.
   *
   * @param counts whether this tick counts against those that are silent
   */
  int look(boolean counts) {
    int most = 0;
    for (int i = 0; i < MOST; i++) {
      Pulse pulse = pulses.get(i);
      if (pulse != null) {
        long now = pulse.signs.count();
        pulse.silentTicks = now == pulse.last ? pulse.silentTicks + (counts ? 1 : 0) : 0;
        pulse.last = now;
        most = Math.max(most, pulse.silentTicks);
      }
    }
    return most;
  }

  /** All get fresh time. */
  void forgive() {
    for (int i = 0; i < MOST; i++) {
      Pulse pulse = pulses.get(i);
      if (pulse != null) {
        pulse.silentTicks = 0;
      }
    }
  }

  /** Puts the names of those that were silent for so many ticks. */
  void tellSilent(int ticks, HeapFreeText into) {
    int told = 0;
    for (int i = 0; i < MOST; i++) {
      Pulse pulse = pulses.get(i);
      if (pulse != null && pulse.silentTicks >= ticks) {
        if (told > 0) {
          into.put(AND);
        }
        into.put(pulse.what);
        told++;
      }
    }
    into.put(told > 1 ? HAVE : HAS);
  }
}
