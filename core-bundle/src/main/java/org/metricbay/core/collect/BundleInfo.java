package org.metricbay.core.collect;

import org.osgi.annotation.versioning.ProviderType;
import org.osgi.framework.Bundle;

/**
 * The bundle that a collector comes from.
 *
 * @param id the framework's number for it, as {@code lb} shows it
 * @param symbolicName its symbolic name
 * @param version its version
 * @param state its state, for example {@code ACTIVE}
 */
@ProviderType
public record BundleInfo(long id, String symbolicName, String version, String state) {

  /** What is true of a bundle at this moment. */
  public static BundleInfo of(Bundle bundle) {
    String name = bundle.getSymbolicName();
    return new BundleInfo(
        bundle.getBundleId(),
        name == null ? "" : name,
        bundle.getVersion().toString(),
        stateName(bundle.getState()));
  }

  /** Whether it is still true of that bundle, which is the one it was made of. */
  public boolean isOf(Bundle bundle) {
    return state.equals(stateName(bundle.getState()));
  }

  private static String stateName(int state) {
    return switch (state) {
      case Bundle.UNINSTALLED -> "UNINSTALLED";
      case Bundle.INSTALLED -> "INSTALLED";
      case Bundle.RESOLVED -> "RESOLVED";
      case Bundle.STARTING -> "STARTING";
      case Bundle.STOPPING -> "STOPPING";
      case Bundle.ACTIVE -> "ACTIVE";
      default -> "UNKNOWN";
    };
  }
}
