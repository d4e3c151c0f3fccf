package org.metricbay.core.config;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * The Configuration Admin of the moment. It is a service from when there is the first one on, and
 * stays one while that is started again: who uses it need not start again as well.
 */
@Component(
    service = {},
    configurationPolicy = ConfigurationPolicy.IGNORE)
public final class LastingAdmin {
  private @Nullable ConfigurationAdmin admin;
  private Runnable told = () -> {};
  private @Nullable BundleContext context;
  private @Nullable ServiceRegistration<?> registration;

  /** There is one. */
  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void bind(ConfigurationAdmin newAdmin) {
    take(newAdmin).run();
  }

  private synchronized Runnable take(ConfigurationAdmin newAdmin) {
    admin = newAdmin;
    registerOnce();
    return told;
  }

  /** Tells of each new one at once: it may know nothing of what the one before was told. */
  synchronized void tell(Runnable whom) {
    told = whom;
  }

  synchronized void unbind(ConfigurationAdmin gone) {
    if (gone.equals(admin)) {
      admin = null;
    }
  }

  @Activate
  synchronized void activate(BundleContext own) {
    context = own;
    registerOnce();
  }

  private void registerOnce() {
    if (admin != null && context != null && registration == null) {
      registration = context.registerService(LastingAdmin.class, this, null);
    }
  }

  @Deactivate
  synchronized void deactivate() {
    if (registration != null) {
      registration.unregister();
    }
  }

  /** Empty while it is started again. */
  synchronized Optional<ConfigurationAdmin> now() {
    return Optional.ofNullable(admin);
  }
}
