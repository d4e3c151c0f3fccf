package org.metricbay.http.testplugin;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.List;
import java.util.Map;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceReference;
import org.osgi.service.servlet.context.ServletContextHelper;
import org.osgi.service.servlet.whiteboard.Preprocessor;

/**
 * Tries to get into the agent's own requests with what Felix HTTP would take from its own bundles,
 * and with the services that Felix HTTP offers. Says what it found by a service of type String.
 */
public final class Shadow implements BundleActivator {
  /** Answers everything. */
  private static final class Everything implements Preprocessor {
    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain) {
      ((HttpServletResponse) response).setStatus(418);
    }
  }

  /** Lets nobody in. */
  private static final class Nobody extends ServletContextHelper {
    @Override
    public boolean handleSecurity(HttpServletRequest request, HttpServletResponse response) {
      response.setStatus(418);
      return false;
    }
  }

  @Override
  public void start(BundleContext context) throws Exception {
    Dictionary<String, Object> highest =
        FrameworkUtil.asDictionary(Map.of("service.ranking", Integer.MAX_VALUE));
    context.registerService(Preprocessor.class, new Everything(), highest);
    for (String name : List.of("default", "own")) {
      for (String path : List.of("/", "/plugins", "/x", "/x/org.example.other")) {
        Dictionary<String, Object> place =
            FrameworkUtil.asDictionary(
                Map.of(
                    "service.ranking",
                    Integer.MAX_VALUE,
                    "osgi.http.whiteboard.context.name",
                    name,
                    "osgi.http.whiteboard.context.path",
                    path));
        context.registerService(ServletContextHelper.class, new Nobody(), place);
      }
    }
    List<String> found = new ArrayList<>();
    for (String type :
        List.of(
            "org.osgi.service.http.HttpService",
            "org.osgi.service.servlet.runtime.HttpServiceRuntime",
            "org.osgi.service.http.runtime.HttpServiceRuntime",
            "org.osgi.service.servlet.context.ServletContextHelper")) {
      ServiceReference<?>[] all = context.getAllServiceReferences(type, null);
      for (ServiceReference<?> one : all == null ? new ServiceReference<?>[0] : all) {
        if (!context.getBundle().equals(one.getBundle())) {
          found.add(type + " of " + one.getBundle());
        }
      }
    }
    context.registerService(String.class, found.toString(), null);
  }

  @Override
  public void stop(BundleContext context) {}
}
