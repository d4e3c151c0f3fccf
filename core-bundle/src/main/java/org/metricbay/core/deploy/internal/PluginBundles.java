package org.metricbay.core.deploy.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.metricbay.core.collect.internal.PluginGate;
import org.metricbay.core.deploy.internal.Content.Artifact;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.framework.wiring.FrameworkWiring;

/** The plugins' bundles in the framework, and those that see to them. For use by any thread. */
final class PluginBundles {
  private final BundleContext context;
  private final Bundle framework;
  private final PluginGate gate;
  private final ScarceThreads threads;
  private final Owners owners;
  private final AgentPackages packages;
  private final Progress progress = new Progress();
  private final Slots slots = new Slots();
  private final Promotions promotions;
  private final CarriedStates states;
  private final Removals removals;
  private final Installer installer;

  /**
   * Has installed nothing yet.
   *
   * @param states what is carried from one to another
   * @param spare where threads are to be had if there are no more
   * @param signedOnly whether to install only what a signature covers
   */
  PluginBundles(
      BundleContext context,
      PluginGate gate,
      CarriedStates states,
      Executor spare,
      Path folder,
      boolean signedOnly) {
    this.context = context;
    this.framework = context.getBundle(Constants.SYSTEM_BUNDLE_ID);
    this.gate = gate;
    this.threads = new ScarceThreads(spare);
    this.owners = new Owners(context, folder.toUri().toString());
    this.packages = new AgentPackages(context, owners::isPlugin);
    this.promotions = new Promotions(gate);
    this.states = states;
    this.removals =
        new Removals(gate, threads, states::stoppedForGood, this::forget, this::isEnding);
    this.installer = new Installer(context, folder, signedOnly, owners, removals);
  }

  private void forget(Bundle uninstalled) {
    owners.forget(uninstalled);
    slots.remove(uninstalled);
    promotions.forget(uninstalled);
    progress.ended(uninstalled);
  }

  /** Whether the framework stops, and all in it: nothing that fails then is a plugin's fault. */
  boolean isEnding() {
    return framework.getState() == Bundle.STOPPING;
  }

  BundleContext context() {
    return context;
  }

  PluginGate gate() {
    return gate;
  }

  /** Where threads are to be had that run plugins' code, and end with it. */
  ScarceThreads threads() {
    return threads;
  }

  Owners owners() {
    return owners;
  }

  /** What the agent itself exports. */
  AgentPackages packages() {
    return packages;
  }

  /** How far those are that are being tried. */
  Progress progress() {
    return progress;
  }

  Slots slots() {
    return slots;
  }

  Promotions promotions() {
    return promotions;
  }

  /** What plugins count themselves. */
  CarriedStates states() {
    return states;
  }

  Removals removals() {
    return removals;
  }

  /** Symbolic names of the agent's own bundles, or of whatever else the framework is for. */
  Set<String> foreignNames() {
    Set<String> names = new HashSet<>();
    for (Bundle bundle : context.getBundles()) {
      if (!owners.isPlugin(bundle) && bundle.getSymbolicName() != null) {
        names.add(bundle.getSymbolicName());
      }
    }
    return names;
  }

  /** Installs the JAR in these bytes beside all that is there. */
  Bundle install(Artifact artifact, byte[] bytes) throws BundleException, IOException {
    Bundle installed = installer.install(artifact, bytes);
    slots.add(installed, artifact);
    if (promotions.isClosed()) {
      // Whoever comes next has looked around already, perhaps.
      removals.removeNow(installed);
      throw new BundleException("the deployer has ended");
    }
    return installed;
  }

  /** Takes up one that is installed already. */
  void seeTo(Generation found) {
    owners.seeTo(found.bundle().getLocation());
    slots.add(found.bundle(), found.artifact());
    states.takeOver(found.bundle());
  }

  /** From now on nothing is installed, nor made live, as someone else may see to the folder. */
  void close() {
    promotions.close();
  }

  /** Whether it depends on a bundle of this slot that is being tried. */
  boolean usesNewOf(Bundle user, String slot) {
    return slots.haveOneOf(progress.reachable(user), slot);
  }

  /** Has those resolved for which the best providers alone do not do; returns whether all are. */
  boolean resolve(List<Bundle> some, Slots.Choice choice) {
    slots.choosing(some, choice);
    try {
      return resolve(some);
    } finally {
      slots.chosen(some);
    }
  }

  /** Has these resolved in one step, those that can be; returns whether all are. */
  boolean resolve(List<Bundle> installed) {
    return context
        .getBundle(Constants.SYSTEM_BUNDLE_LOCATION)
        .adapt(FrameworkWiring.class)
        .resolveBundles(installed);
  }

  static @Nullable ClassLoader loaderOf(Bundle bundle) {
    BundleWiring wiring = bundle.adapt(BundleWiring.class);
    return wiring == null ? null : wiring.getClassLoader();
  }

  static String label(Bundle bundle) {
    return bundle.getSymbolicName() + " " + bundle.getVersion();
  }
}
