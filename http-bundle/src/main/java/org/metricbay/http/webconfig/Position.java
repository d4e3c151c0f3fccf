package org.metricbay.http.webconfig;

/** Where in the file something stands, counted from one. */
record Position(int line, int column) {}
