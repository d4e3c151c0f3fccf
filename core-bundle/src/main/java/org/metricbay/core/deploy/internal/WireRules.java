package org.metricbay.core.deploy.internal;

import java.util.List;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.hooks.resolver.ResolverHookFactory;

/** To whom the resolver may wire whom, from now until closed. */
final class WireRules implements AutoCloseable {
  private final List<ServiceRegistration<?>> hooks;

  WireRules(BundleContext context, PluginBundles bundles) {
    hooks =
        List.of(
            register(context, triggers -> new NoWiresToGoneBundles()),
            register(context, triggers -> new NoWiresToCopies(bundles.packages())),
            register(
                context, triggers -> new OneProvider(bundles, bundles.slots().choiceOf(triggers))));
  }

  private static ServiceRegistration<?> register(BundleContext context, ResolverHookFactory hook) {
    return context.registerService(ResolverHookFactory.class, hook, null);
  }

  @Override
  public void close() {
    hooks.forEach(ServiceRegistration::unregister);
  }
}
