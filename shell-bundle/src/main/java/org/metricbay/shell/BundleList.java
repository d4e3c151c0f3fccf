package org.metricbay.shell;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.function.Function;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.metricbay.text.Shown;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.startlevel.FrameworkStartLevel;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;

/**
 * Gogo's {@code lb}, in its place: with each upgrade a bundle goes, and Gogo's shows none at all if
 * one goes while it looks.
 */
@Component(
    service = BundleList.class,
    property = {
      "osgi.command.scope=felix",
      "osgi.command.function=lb",
      "service.ranking:Integer=100"
    },
    configurationPolicy = ConfigurationPolicy.IGNORE)
public final class BundleList {
  private final BundleContext context;

  /** Takes the context that knows the bundles. */
  @Activate
  public BundleList(BundleContext context) {
    this.context = context;
  }

  /** Lists the bundles that there are. */
  @Descriptor("lists the bundles")
  public String lb(
      @Descriptor("shows where each was installed from")
          @Parameter(
              names = {"-l", "--location"},
              presentValue = "true",
              absentValue = "false")
          boolean location,
      @Descriptor("shows the symbolic names")
          @Parameter(
              names = {"-s", "--symbolicname"},
              presentValue = "true",
              absentValue = "false")
          boolean symbolicName,
      @Descriptor("shows from where each would be updated")
          @Parameter(
              names = {"-u", "--updatelocation"},
              presentValue = "true",
              absentValue = "false")
          boolean updateLocation,
      @Descriptor("only those whose name or symbolic name contains one of these")
          String... patterns) {
    if (location) {
      return list("Location", Bundle::getLocation, patterns);
    } else if (symbolicName) {
      return list("Symbolic name", BundleList::symbolicName, patterns);
    } else if (updateLocation) {
      return list("Update location", BundleList::updateLocation, patterns);
    }
    return list("Name", BundleList::name, patterns);
  }

  private String list(String heading, Function<Bundle, String> what, String... patterns) {
    StringJoiner lines = new StringJoiner("\n");
    FrameworkStartLevel level =
        context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).adapt(FrameworkStartLevel.class);
    lines.add("START LEVEL " + level.getStartLevel());
    lines.add("   ID|State      |Level|" + heading);
    for (Bundle bundle : context.getBundles()) {
      line(bundle, what, patterns).ifPresent(lines::add);
    }
    return lines.toString();
  }

  /** Not there if it is not asked for, or has gone. */
  private static Optional<String> line(
      Bundle bundle, Function<Bundle, String> what, String... patterns) {
    try {
      if (!isAskedFor(bundle, patterns)) {
        return Optional.empty();
      }
      BundleStartLevel level = bundle.adapt(BundleStartLevel.class);
      String state = state(bundle.getState());
      return level == null || state.isEmpty()
          ? Optional.empty()
          : Optional.of(
              String.format(
                  Locale.ROOT,
                  "%5d|%-11s|%5d|%s (%s)|%5$s",
                  bundle.getBundleId(),
                  state,
                  level.getStartLevel(),
                  Shown.oneLine(what.apply(bundle)),
                  bundle.getVersion()));
    } catch (IllegalStateException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static boolean isAskedFor(Bundle bundle, String... patterns) {
    String all = (name(bundle) + "\n" + symbolicName(bundle)).toLowerCase(Locale.ROOT);
    return patterns.length == 0
        || Arrays.stream(patterns)
            .anyMatch(pattern -> all.contains(pattern.toLowerCase(Locale.ROOT)));
  }

  private static String name(Bundle bundle) {
    return Optional.ofNullable(bundle.getHeaders().get(Constants.BUNDLE_NAME))
        .orElseGet(() -> symbolicName(bundle));
  }

  private static String symbolicName(Bundle bundle) {
    return Optional.ofNullable(bundle.getSymbolicName()).orElseGet(bundle::getLocation);
  }

  private static String updateLocation(Bundle bundle) {
    return Optional.ofNullable(bundle.getHeaders().get(Constants.BUNDLE_UPDATELOCATION))
        .orElseGet(bundle::getLocation);
  }

  private static String state(int state) {
    return switch (state) {
      case Bundle.INSTALLED -> "Installed";
      case Bundle.RESOLVED -> "Resolved";
      case Bundle.STARTING -> "Starting";
      case Bundle.ACTIVE -> "Active";
      case Bundle.STOPPING -> "Stopping";
      default -> "";
    };
  }
}
