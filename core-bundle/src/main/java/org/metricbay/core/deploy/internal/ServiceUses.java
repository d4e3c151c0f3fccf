package org.metricbay.core.deploy.internal;

import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceObjects;
import org.osgi.framework.ServiceReference;

/**
 * Has the framework forget which services a bundle used. Felix keeps an uninstalled bundle, with
 * all that it has read from its JAR, for as long as a service is there that the bundle once used: a
 * use that is over stays in its tables with a count of zero, unless it ended through {@link
 * ServiceObjects}. As Declarative Services use ConfigurationAdmin in the name of each bundle that
 * has components, every upgrade would take 12 kB for good.
 */
final class ServiceUses {
  private static final String CONFIGURATION_ADMIN = "org.osgi.service.cm.ConfigurationAdmin";

  private ServiceUses() {}

  /** Ends the uses of a bundle that is about to be stopped, as long as it still can be done. */
  static void end(Bundle bundle) {
    BundleContext user = bundle.getBundleContext();
    if (user == null) {
      return; // It was never started.
    }
    ServiceReference<?> configuration = user.getServiceReference(CONFIGURATION_ADMIN);
    if (configuration != null) {
      endThroughObjects(user, configuration);
    }
    ServiceReference<?>[] inUse = bundle.getServicesInUse();
    if (inUse != null) {
      for (ServiceReference<?> reference : inUse) {
        if (isOneForAll(reference)) {
          while (user.ungetService(reference)) {
            // Once for each time that it was fetched.
          }
          endThroughObjects(user, reference);
        }
      }
    }
  }

  /** Such an object goes on working for one that holds it; others might be ended with their use. */
  private static boolean isOneForAll(ServiceReference<?> reference) {
    return Constants.SCOPE_SINGLETON.equals(reference.getProperty(Constants.SERVICE_SCOPE));
  }

  private static <S> void endThroughObjects(BundleContext user, ServiceReference<S> reference) {
    ServiceObjects<S> objects = user.getServiceObjects(reference);
    S service = objects == null ? null : objects.getService();
    if (service != null) {
      objects.ungetService(service);
    }
  }
}
