package org.metricbay.core.deploy.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.namespace.ExecutionEnvironmentNamespace;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;

/** Says in plain words what an installed bundle needs and nothing here provides. */
final class MissingRequirements {
  private static final Pattern AT_LEAST = Pattern.compile("version>=([\\w.-]+)\\)");
  private static final Pattern BELOW = Pattern.compile("\\(!\\(version>=([\\w.-]+)\\)\\)");

  private MissingRequirements() {}

  /**
   * One line for each mandatory requirement that no installed bundle can satisfy.
   *
   * @param isForOthers whether something offered may be had by others at all
   */
  static List<String> of(
      Bundle bundle, BundleContext context, Predicate<BundleCapability> isForOthers) {
    BundleRevision revision = bundle.adapt(BundleRevision.class);
    if (revision == null) {
      return List.of();
    }
    List<BundleCapability> offered = offered(context).stream().filter(isForOthers).toList();
    List<String> missing = new ArrayList<>();
    for (BundleRequirement requirement : revision.getDeclaredRequirements(null)) {
      boolean optional =
          "optional".equals(requirement.getDirectives().get(Constants.RESOLUTION_DIRECTIVE))
              || "dynamic".equals(requirement.getDirectives().get(Constants.RESOLUTION_DIRECTIVE));
      boolean atRunTimeOnly =
          "active".equals(requirement.getDirectives().get(Constants.EFFECTIVE_DIRECTIVE));
      if (!optional && !atRunTimeOnly && offered.stream().noneMatch(requirement::matches)) {
        missing.add(describe(requirement, offered));
      }
    }
    return missing;
  }

  private static List<BundleCapability> offered(BundleContext context) {
    return Arrays.stream(context.getBundles())
        .map(installed -> installed.adapt(BundleRevision.class))
        .filter(Objects::nonNull)
        .flatMap(revision -> revision.getDeclaredCapabilities(null).stream())
        .toList();
  }

  private static String describe(BundleRequirement requirement, List<BundleCapability> offered) {
    String filter = requirement.getDirectives().getOrDefault("filter", "");
    if (requirement.getNamespace().equals(PackageNamespace.PACKAGE_NAMESPACE)) {
      return describePackage(filter, offered);
    }
    return describeCapability(requirement.getNamespace(), filter);
  }

  /** That nobody has this. */
  static String describeCapability(String namespace, String filter) {
    return namespace.equals(ExecutionEnvironmentNamespace.EXECUTION_ENVIRONMENT_NAMESPACE)
        ? "needs a newer Java " + filter + "; this is Java " + Runtime.version().feature()
        : "needs capability " + (namespace + " " + filter).strip() + ", which nothing has";
  }

  private static String describePackage(String filter, List<BundleCapability> offered) {
    String name = find(Pattern.compile("osgi\\.wiring\\.package=([\\w.]+)\\)"), filter);
    String below = find(BELOW, filter);
    String atLeast = find(AT_LEAST, filter);
    String range = below.isEmpty() ? atLeast : "[" + atLeast + "," + below + ")";
    String versions =
        offered.stream()
            .filter(
                capability ->
                    name.equals(capability.getAttributes().get(PackageNamespace.PACKAGE_NAMESPACE)))
            .map(capability -> String.valueOf(capability.getAttributes().get("version")))
            .distinct()
            .sorted()
            .collect(Collectors.joining(" and "));
    return "needs package "
        + name
        + (range.isEmpty() ? "" : " " + range)
        + (versions.isEmpty() ? ", which nobody exports" : ", but there is " + versions);
  }

  private static String find(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? matcher.group(1) : "";
  }
}
