package org.metricbay.http.webconfig;

import java.time.Duration;

/**
 * How many requests are answered: a bucket of tokens.
 *
 * @param interval the time in which one token comes back, more than zero
 * @param burst how many tokens the bucket holds; with zero no request is answered
 */
public record RateLimit(Duration interval, int burst) {}
