package org.metricbay.core.deploy.internal;

import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.metricbay.core.deploy.internal.Content.Artifact;
import org.osgi.framework.Constants;
import org.osgi.framework.namespace.BundleNamespace;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleRequirement;

/**
 * Whose classes each bundle is to use, as planned.
 *
 * @param providers slots of those who are to serve a need, by the user's digest and the need's key;
 *     none if nobody is, and itself if it is to have it from itself
 */
record Links(Map<String, Map<String, Set<String>>> providers) {
  static final Links NONE = new Links(Map.of());

  private static final Pattern NAME =
      Pattern.compile("\\(osgi\\.wiring\\.(?:package|bundle)=(?<name>[^)]*)\\)");

  static String key(String namespace, String what) {
    return namespace + " " + what.strip();
  }

  private static String key(BundleRequirement requirement) {
    String namespace = requirement.getNamespace();
    String filter = requirement.getDirectives().getOrDefault(Constants.FILTER_DIRECTIVE, "");
    boolean named =
        namespace.equals(PackageNamespace.PACKAGE_NAMESPACE)
            || namespace.equals(BundleNamespace.BUNDLE_NAMESPACE);
    Matcher name = NAME.matcher(filter);
    return key(namespace, named && name.find() ? name.group("name") : filter);
  }

  /** Slots of those whose classes this one is to use, itself left out. */
  Set<String> of(Artifact user) {
    Set<String> slots = new HashSet<>();
    providers.getOrDefault(user.digest(), Map.of()).values().forEach(slots::addAll);
    slots.remove(user.slot());
    return slots;
  }

  /** Slots of those who are to serve it; nothing if that was not planned. */
  Optional<Set<String>> of(String digest, BundleRequirement requirement) {
    return Optional.ofNullable(providers.getOrDefault(digest, Map.of()).get(key(requirement)));
  }
}
