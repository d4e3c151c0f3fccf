package org.metricbay.core.deploy.internal;

import java.io.File;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.metricbay.core.collect.Shipped;
import org.osgi.framework.BundleContext;

/**
 * Where to deploy from, and how patiently.
 *
 * @param folder the watched folder
 * @param data the agent's own folder
 * @param startLimit how long a plugin may take to start, or to stop
 * @param trialLimit how long its first collection may take
 * @param readLimit how long reading a file may take
 * @param mostUnpacked how many bytes a JAR may hold when unpacked
 * @param quiet how long a file must lie unchanged before being incomplete counts as an error
 * @param rollbackAfter how long all collectors of an upgraded plugin may fail before the version
 *     before is put back; zero for ever
 * @param signers the key store whose keys must have signed every plugin, if any
 * @param shipped the plugins that come with the agent
 */
record DeploySettings(
    Path folder,
    Path data,
    Duration startLimit,
    Duration trialLimit,
    Duration readLimit,
    long mostUnpacked,
    Duration quiet,
    Duration rollbackAfter,
    Optional<Path> signers,
    Shipped shipped) {
  /** In MiB; more than any JAR can hold. */
  private static final long LARGEST = 1 << 30;

  static DeploySettings of(BundleContext context) {
    return new DeploySettings(
        Path.of(property(context, "metricbay.deploy").orElse("bundles-deploy")).toAbsolutePath(),
        data(context).toAbsolutePath(),
        seconds(context, "metricbay.deploy.start-timeout", 10),
        seconds(context, "metricbay.deploy.trial-timeout", 5),
        seconds(context, "metricbay.deploy.read-timeout", 10),
        Math.min(LARGEST, whole(context, "metricbay.deploy.max-unpacked", 512)) << 20,
        seconds(context, "metricbay.deploy.quiet", 2),
        seconds(context, "metricbay.deploy.rollback-after", 0),
        property(context, "metricbay.require-signed").map(Path::of),
        Shipped.of(context));
  }

  /** In another container, whose own folder {@code data} may be, what it has for this bundle. */
  private static Path data(BundleContext context) {
    return property(context, "metricbay.data")
        .map(Path::of)
        .or(() -> Optional.ofNullable(context.getDataFile("metricbay")).map(File::toPath))
        .orElse(Path.of("data"));
  }

  /** How long an attempt may take, all its steps together. */
  Duration attemptLimit(boolean stopFirst, Duration longestScrape) {
    Duration begin = startLimit.plus(trialLimit);
    return stopFirst ? begin.plus(trialLimit).plus(longestScrape).plus(startLimit) : begin;
  }

  static String seconds(Duration duration) {
    BigDecimal seconds = BigDecimal.valueOf(duration.toMillis(), 3).stripTrailingZeros();
    return seconds.toPlainString() + " s";
  }

  private static Optional<String> property(BundleContext context, String key) {
    return Optional.ofNullable(context.getProperty(key)).filter(value -> !value.isBlank());
  }

  private static long whole(BundleContext context, String key, long usual) {
    return property(context, key).map(Long::parseLong).orElse(usual);
  }

  private static Duration seconds(BundleContext context, String key, double usual) {
    double seconds = property(context, key).map(Double::parseDouble).orElse(usual);
    return Duration.ofMillis(Math.round(seconds * 1000));
  }
}
