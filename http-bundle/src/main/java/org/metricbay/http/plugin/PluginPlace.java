package org.metricbay.http.plugin;

import jakarta.servlet.Filter;
import jakarta.servlet.Servlet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
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
 * an upgrade two bundles have the same place. The newer one has precedence, and the older one still
 * serves what the newer one does not serve yet, so that there is no gap.
 */
final class PluginPlace {
  /** Below it are all plugins. */
  static final String ABOVE = "/x/";

  /** How long requests in progress may still take when the plugin goes. */
  static final long GOING_SECONDS = 2;

  private final BundleContext context;
  private final UnderWay underWay;
  private final PluginCalls calls;
  private final Bundle bundle;
  private final String name;
  private final String path;
  private final ServiceRegistration<ServletContextHelper> place;
  private OptionalLong stopped = OptionalLong.empty();

  /**
   * Opens it.
   *
   * @param generation higher than that of the places before
   */
  PluginPlace(
      BundleContext context, Bundle bundle, int generation, UnderWay underWay, PluginCalls calls) {
    this.context = context;
    this.underWay = underWay;
    this.calls = calls;
    this.bundle = bundle;
    name = "plugin." + bundle.getBundleId();
    path = ABOVE + bundle.getSymbolicName();
    place =
        context.registerService(
            ServletContextHelper.class,
            new ServletContextHelper(bundle) {},
            FrameworkUtil.asDictionary(
                Map.of(
                    HttpWhiteboardConstants.HTTP_WHITEBOARD_CONTEXT_NAME,
                    name,
                    HttpWhiteboardConstants.HTTP_WHITEBOARD_CONTEXT_PATH,
                    path,
                    Constants.SERVICE_RANKING,
                    generation)));
  }

  /** A service that is shown: what stands for it. */
  final class Shown {
    private final List<Proxy> proxies = new ArrayList<>();
    private final List<ServiceRegistration<?>> registrations = new ArrayList<>();

    private <T extends Proxy> void add(Class<? super T> type, T proxy, Map<String, Object> like) {
      proxies.add(proxy);
      add(type.getName(), proxy, like);
    }

    private void add(String type, Object proxy, Map<String, Object> like) {
      registrations.add(context.registerService(type, proxy, FrameworkUtil.asDictionary(like)));
    }

    long bundleId() {
      return bundle.getBundleId();
    }

    /** Takes it away, when requests in progress are done, but soon. */
    void remove() {
      long deadline = deadline();
      underWay.awaitDone(path, deadline);
      registrations.forEach(ServiceRegistration::unregister);
      proxies.forEach(proxy -> proxy.end(deadline));
    }
  }

  /** All that a bundle which stops has shown has one deadline. */
  private synchronized long deadline() {
    long now = System.nanoTime();
    if (bundle.getState() != Bundle.STOPPING) {
      return now + TimeUnit.SECONDS.toNanos(GOING_SECONDS);
    }
    if (stopped.isEmpty()) {
      stopped = OptionalLong.of(now + TimeUnit.SECONDS.toNanos(GOING_SECONDS));
    }
    return stopped.getAsLong();
  }

  /** Has the whiteboard serve what the plugin offers. */
  Shown show(ServiceReference<Object> offer) {
    Map<String, Object> properties = new HashMap<>(Offer.properties(offer));
    properties.put(
        HttpWhiteboardConstants.HTTP_WHITEBOARD_CONTEXT_SELECT,
        "(" + HttpWhiteboardConstants.HTTP_WHITEBOARD_CONTEXT_NAME + "=" + name + ")");
    Shown shown = new Shown();
    if (Offer.isFilter(offer)) {
      shown.add(Filter.class, new FilterProxy(service(offer, Filter.class)), properties);
    }
    if (Offer.isServlet(offer)) {
      shown.add(Servlet.class, new ServletProxy(service(offer, Servlet.class)), properties);
    }
    if (Offer.isResource(offer)) {
      shown.add(Object.class.getName(), new Object(), properties);
    }
    return shown;
  }

  private <T> PluginService<T> service(ServiceReference<Object> offer, Class<T> type) {
    return new PluginService<>(context, offer, type, calls);
  }

  /** Closes it; what is shown in it has been removed. */
  void close() {
    place.unregister();
  }
}
