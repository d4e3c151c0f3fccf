package org.metricbay.core.config;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceListener;
import org.osgi.framework.ServiceReference;

/**
 * What plugins say of the configurations that were handed to them: their settings are services with
 * properties for it, as {@code BundleConfig} of the platform bundle has them. For use by any
 * thread.
 */
final class Verdicts implements ServiceListener {
  private static final String PID = "metricbay.config.pid";
  private static final String REVISION = "metricbay.config.revision";

  private final BundleContext context;
  private final Consumer<String> changed;
  private final Map<String, Verdict> verdicts = new ConcurrentHashMap<>();
  private final Set<String> judged = ConcurrentHashMap.newKeySet();

  /**
   * What one says.
   *
   * @param revision of which hand-over
   * @param problem why it was refused; empty if it was taken
   * @param inForce what is in force then, in words
   */
  record Verdict(long revision, Optional<String> problem, String inForce) {}

  /**
   * Listens from now on.
   *
   * @param changed is told whose verdict has changed
   */
  Verdicts(BundleContext context, Consumer<String> changed) {
    this.context = context;
    this.changed = changed;
    try {
      context.addServiceListener(this, "(" + PID + "=*)");
    } catch (InvalidSyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  void close() {
    context.removeServiceListener(this);
  }

  /** Whether a plugin has said what it thinks of it, also if none that runs now does. */
  boolean isJudged(String pid) {
    return judged.contains(pid);
  }

  /** Empty if no plugin that runs reads the configuration, or says what it thinks of it. */
  Optional<Verdict> of(String pid) {
    return Optional.ofNullable(verdicts.get(pid));
  }

  @Override
  public void serviceChanged(ServiceEvent event) {
    ServiceReference<?> subject = event.getServiceReference();
    String pid = String.valueOf(subject.getProperty(PID));
    judged.add(pid);
    boolean goes = event.getType() == ServiceEvent.UNREGISTERING;
    newest(pid, goes ? subject : null)
        .ifPresentOrElse(verdict -> verdicts.put(pid, verdict), () -> verdicts.remove(pid));
    changed.accept(pid);
  }

  /** In an upgrade both versions are there: the new one is who counts. */
  private Optional<Verdict> newest(String pid, @Nullable ServiceReference<?> leaving) {
    ServiceReference<?> newest = null;
    try {
      ServiceReference<?>[] all = context.getAllServiceReferences(null, "(" + PID + "=*)");
      for (ServiceReference<?> one : all == null ? new ServiceReference<?>[0] : all) {
        if (pid.equals(one.getProperty(PID))
            && !one.equals(leaving)
            && (newest == null || id(one) > id(newest))) {
          newest = one;
        }
      }
    } catch (InvalidSyntaxException e) {
      throw new IllegalStateException(e);
    }
    return Optional.ofNullable(newest).map(Verdicts::read);
  }

  private static long id(ServiceReference<?> reference) {
    return reference.getProperty("service.id") instanceof Long id ? id : -1;
  }

  private static Verdict read(ServiceReference<?> reference) {
    return new Verdict(
        reference.getProperty(REVISION) instanceof Long revision ? revision : -1,
        Optional.ofNullable(reference.getProperty("metricbay.config.problem"))
            .map(Object::toString),
        String.valueOf(reference.getProperty("metricbay.config.in-force")));
  }
}
