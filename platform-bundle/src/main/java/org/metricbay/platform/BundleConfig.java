package org.metricbay.platform;

import java.util.Dictionary;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.metricbay.platform.ConfigHandover.InForce;
import org.osgi.annotation.versioning.ProviderType;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a bundle of collectors is configured to do. One component of the bundle holds it, gives it
 * each configuration that it gets, and is registered by it as a service whose properties {@code
 * collectors.NAME} say which collectors are on. A collector refers to that service and so is there
 * exactly while it is on:
 *
 * <pre>{@code
 * @Component(
 *     reference =
 *         @Reference(
 *             name = "settings",
 *             service = MemorySettings.class,
 *             target = "(collectors.ksmd=true)"))
 * }</pre>
 *
 * <p>A configuration with a wrong value or an unknown key is refused as a whole, with one line in
 * the log, and the former stays. For use by any thread.
 *
 * @param <T> the values that the collectors read; immutable
 */
@ProviderType
public final class BundleConfig<T> {
  private static final Logger LOG = LoggerFactory.getLogger("metricbay.config");
  private static final String SWITCH = "collectors.";

  private final String pid;
  private final Map<String, Boolean> collectors;
  private final Function<ConfigValues, T> reader;
  private volatile State<T> state;
  private volatile Optional<String> problem = Optional.empty();
  private InForce inForce = InForce.DEFAULTS;
  private Map<String, String> given = Map.of();
  private Map<String, Object> verdict = Map.of();
  private boolean begun;
  private @Nullable ServiceRegistration<?> registration;

  private record State<T>(T values, Map<String, Boolean> switches, SortedSet<String> keys) {}

  /**
   * Starts with the defaults.
   *
   * @param pid the configuration's identity: the name of its file without {@code .cfg}
   * @param collectors the names of the bundle's collectors, and whether each is on by default
   * @param reader reads the values; throws {@link ConfigValues#wrong} if one must be refused
   */
  public BundleConfig(
      String pid, Map<String, Boolean> collectors, Function<ConfigValues, T> reader) {
    this.pid = pid;
    this.collectors = Map.copyOf(collectors);
    this.reader = reader;
    this.state = read(new ConfigValues(Map.of()));
  }

  private State<T> read(ConfigValues values) {
    Map<String, Boolean> switches = new HashMap<>();
    collectors.forEach(
        (name, usual) -> switches.put(SWITCH + name, values.flag(SWITCH + name, usual)));
    State<T> read = new State<>(reader.apply(values), Map.copyOf(switches), values.asked());
    values.checkAllAsked();
    return read;
  }

  /** The values in force. */
  public T get() {
    return state.values();
  }

  /** Why the last configuration was refused, if it was. */
  public Optional<String> problem() {
    return problem;
  }

  /** All keys that there are. */
  public SortedSet<String> keys() {
    return state.keys();
  }

  /** Whether a collector is on. */
  public boolean isOn(String collector) {
    return Boolean.TRUE.equals(state.switches().get(SWITCH + collector));
  }

  /**
   * Takes another configuration, as Declarative Services hands it to a component, or refuses it. If
   * the first one is refused, the one that was good last, which the agent hands on beside it, is
   * taken in its place.
   */
  public synchronized void update(Map<String, ?> properties) {
    String source = ConfigHandover.source(properties).orElse(pid);
    boolean first = !begun;
    begun = true;
    try {
      ConfigValues values = new ConfigValues(properties);
      state = read(values);
      tell(source, values.given(), ConfigHandover.isInPlaceOfFile(properties));
      problem = Optional.empty();
      inForce = InForce.GIVEN;
    } catch (IllegalArgumentException e) {
      problem = Optional.of(String.valueOf(e.getMessage()));
      if (first) {
        inForce = takeLastGood(properties) ? InForce.LAST_GOOD : InForce.DEFAULTS;
      } else if (inForce == InForce.GIVEN) {
        inForce = InForce.BEFORE;
      }
      LOG.error("{}: {}; {}", source, e.getMessage(), inForce.words());
    }
    verdict = ConfigHandover.verdict(pid, properties, problem, inForce);
    if (registration != null) {
      registration.setProperties(serviceProperties());
    }
  }

  /** What was good before this process began. */
  private boolean takeLastGood(Map<String, ?> properties) {
    Optional<Map<String, String>> good = ConfigHandover.lastGood(properties);
    if (good.isEmpty()) {
      return false;
    }
    try {
      ConfigValues values = new ConfigValues(good.get());
      state = read(values);
      given = values.given();
      return true;
    } catch (IllegalArgumentException e) {
      // Not good any more for this version of the bundle.
      return false;
    }
  }

  /**
   * One line for each change, so that whoever saves a file sees that it was read: its keys only, as
   * values may be secret.
   *
   * @param quiet whether the agent has told already what this is
   */
  private void tell(String source, Map<String, String> now, boolean quiet) {
    boolean mended = problem.isPresent();
    if (!quiet && (mended || !now.equals(given))) {
      LOG.info(
          "{}: {}in force: {}",
          source,
          mended ? "good again, " : "",
          now.isEmpty() ? "the defaults" : String.join(", ", now.keySet()));
    }
    given = now;
  }

  private Dictionary<String, Object> serviceProperties() {
    Map<String, Object> all = new HashMap<>(state.switches());
    all.putAll(verdict);
    return FrameworkUtil.asDictionary(all);
  }

  /** Registers the component that holds this, so that the collectors that are on appear. */
  synchronized void register(BundleContext context, Object component) {
    registration =
        context.registerService(component.getClass().getName(), component, serviceProperties());
  }

  /** Takes the service back. */
  synchronized void unregister() {
    if (registration != null) {
      registration.unregister();
      registration = null;
    }
  }
}
