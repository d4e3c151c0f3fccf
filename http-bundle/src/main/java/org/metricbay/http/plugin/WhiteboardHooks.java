package org.metricbay.http.plugin;

import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.hooks.service.EventListenerHook;
import org.osgi.framework.hooks.service.FindHook;
import org.osgi.framework.hooks.service.ListenerHook.ListenerInfo;

/**
 * Keeps the servlet container and plugins apart: the container sees no service of a plugin, and a
 * plugin none of the container's, such as the old {@code HttpService}, by which it could put a
 * servlet anywhere, nor other plugins' places.
 */
final class WhiteboardHooks implements FindHook, EventListenerHook {
  private final OwnBundles own;
  private final Bundle container;

  WhiteboardHooks(OwnBundles own, Bundle container) {
    this.own = own;
    this.container = container;
  }

  @Override
  public void find(
      BundleContext context,
      @Nullable String name,
      @Nullable String filter,
      boolean allServices,
      Collection<ServiceReference<?>> references) {
    Bundle asking = context.getBundle();
    if (asking.equals(container)) {
      references.removeIf(reference -> isOfPlugin(reference.getBundle()));
    } else if (!own.contains(asking)) {
      references.removeIf(reference -> isHidden(reference.getBundle()));
    }
  }

  @Override
  public void event(ServiceEvent event, Map<BundleContext, Collection<ListenerInfo>> listeners) {
    Bundle offering = event.getServiceReference().getBundle();
    if (isHidden(offering)) {
      listeners.keySet().removeIf(context -> !own.contains(context.getBundle()));
    } else if (isOfPlugin(offering)) {
      listeners.keySet().removeIf(context -> container.equals(context.getBundle()));
    }
  }

  /** Its services are for the agent's own bundles only: the container's, and what is put there. */
  private boolean isHidden(@Nullable Bundle bundle) {
    return container.equals(bundle) || own.isOurs(bundle);
  }

  private boolean isOfPlugin(@Nullable Bundle bundle) {
    return bundle != null && !own.contains(bundle);
  }
}
