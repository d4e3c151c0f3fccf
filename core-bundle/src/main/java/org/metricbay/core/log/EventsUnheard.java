package org.metricbay.core.log;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.hooks.bundle.EventHook;
import org.osgi.framework.hooks.service.EventListenerHook;
import org.osgi.framework.hooks.service.ListenerHook.ListenerInfo;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;

/**
 * Keeps the events of bundles and services from Felix's log service. It would log them, though
 * nobody reads that, and for each bundle that it hears of it makes loggers which it never drops:
 * they would keep every plugin that was replaced, for good.
 */
@Component(
    service = {},
    configurationPolicy = ConfigurationPolicy.IGNORE)
public final class EventsUnheard implements EventHook, EventListenerHook {
  private static final String LOG_SERVICE = "org.apache.felix.log";

  private final List<ServiceRegistration<?>> registrations;

  /** Registers the hooks as objects, as the framework calls them while services come and go. */
  @Activate
  public EventsUnheard(BundleContext context) {
    registrations =
        List.of(
            context.registerService(EventHook.class, this, null),
            context.registerService(EventListenerHook.class, this, null));
  }

  @Deactivate
  void deactivate() {
    registrations.forEach(ServiceRegistration::unregister);
  }

  @Override
  public void event(BundleEvent event, Collection<BundleContext> contexts) {
    contexts.removeIf(EventsUnheard::isLogService);
  }

  @Override
  public void event(ServiceEvent event, Map<BundleContext, Collection<ListenerInfo>> listeners) {
    listeners.keySet().removeIf(EventsUnheard::isLogService);
  }

  private static boolean isLogService(BundleContext context) {
    return LOG_SERVICE.equals(context.getBundle().getSymbolicName());
  }
}
