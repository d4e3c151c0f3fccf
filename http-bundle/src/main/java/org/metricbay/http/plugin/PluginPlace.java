package org.metricbay.http.plugin;

import jakarta.servlet.Filter;
import jakarta.servlet.Servlet;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.servlet.context.ServletContextHelper;
import org.osgi.service.servlet.whiteboard.HttpWhiteboardConstants;

/**
 * Where a plugin's bundle is served: a servlet context at {@code /x/} and its symbolic name. During
 * an upgrade two bundles have the same place. The later one goes first, and what it does not serve
 * yet, the former still does, so that there is no moment without.
 */
final class PluginPlace {
  /** Below it are all plugins. */
  static final String ABOVE = "/x/";

  private final BundleContext context;
  private final Bundle bundle;
  private final String name;
  private final Consumer<Bundle> left;
  private final ServiceRegistration<ServletContextHelper> place;
  private int proxies;

  /**
   * Opens it.
   *
   * @param generation higher than that of the places before
   * @param left called when nothing is in it any more
   */
  PluginPlace(BundleContext context, Bundle bundle, int generation, Consumer<Bundle> left) {
    this.context = context;
    this.bundle = bundle;
    this.left = left;
    name = "plugin." + bundle.getBundleId();
    place =
        context.registerService(
            ServletContextHelper.class,
            new ServletContextHelper(bundle) {},
            dictionary(
                Map.of(
                    HttpWhiteboardConstants.HTTP_WHITEBOARD_CONTEXT_NAME,
                    name,
                    HttpWhiteboardConstants.HTTP_WHITEBOARD_CONTEXT_PATH,
                    ABOVE + bundle.getSymbolicName(),
                    Constants.SERVICE_RANKING,
                    generation)));
  }

  /** A registered proxy. */
  final class Proxy {
    private final ServiceRegistration<?> registration;

    private Proxy(ServiceRegistration<?> registration) {
      this.registration = registration;
    }

    /** Takes it away, when requests under way are done, but soon. */
    void remove() {
      registration.unregister();
      leave();
    }
  }

  private static Dictionary<String, Object> dictionary(Map<String, Object> properties) {
    return FrameworkUtil.asDictionary(properties);
  }

  /** Has the whiteboard serve what the plugin offers. */
  synchronized Proxy proxy(ServiceReference<Object> offer) {
    proxies++;
    Map<String, Object> properties = new HashMap<>(Offer.properties(offer));
    properties.put(
        HttpWhiteboardConstants.HTTP_WHITEBOARD_CONTEXT_SELECT,
        "(" + HttpWhiteboardConstants.HTTP_WHITEBOARD_CONTEXT_NAME + "=" + name + ")");
    PluginService service = new PluginService(context, offer, bundle);
    Dictionary<String, Object> all = dictionary(properties);
    if (Offer.isServlet(offer)) {
      return new Proxy(context.registerService(Servlet.class, new ServletProxy(service), all));
    }
    if (Offer.isFilter(offer)) {
      return new Proxy(context.registerService(Filter.class, new FilterProxy(service), all));
    }
    return new Proxy(context.registerService(Object.class, new Object(), all));
  }

  private void leave() {
    boolean last;
    synchronized (this) {
      proxies--;
      last = proxies == 0;
    }
    if (last) {
      left.accept(bundle);
      place.unregister();
    }
  }
}
