package io.sonoflow.command;

import com.google.gson.JsonObject;

import io.sonoflow.Monitor;

import java.io.PrintStream;

/** One JSON object a line for programs that watch: {@code event} and its fields, every call, no pause. */
final class JsonMonitor implements Monitor {

	private final String title;
	private final PrintStream out;
	private final Eta eta = new Eta();

	JsonMonitor(final String title, final PrintStream out) {
		this.title = title;
		this.out = out;
	}

	private JsonObject event(final String name) {
		final JsonObject object = new JsonObject();
		object.addProperty("command", title);
		object.addProperty("event", name);
		return object;
	}

	private void text(final String event, final String text) {
		final JsonObject object = event(event);
		object.addProperty("text", text);
		out.println(object);
	}

	@Override
	public void message(final String text) {
		text("message", text);
	}

	@Override
	public void warn(final String text) {
		text("warning", text);
	}

	@Override
	public void progress(final String stage, final long done, final long total) {
		final JsonObject object = event("progress");
		object.addProperty("stage", stage);
		object.addProperty("done", done);
		object.addProperty("total", total);
		final double left = eta.secondsLeft(stage, done, total, System.nanoTime());
		if (!Double.isNaN(left)) object.addProperty("secondsLeft", left);
		out.println(object);
	}

	@Override
	public void value(final String series, final double x, final double y) {
		final JsonObject object = event("value");
		object.addProperty("series", series);
		object.addProperty("x", x);
		// JSON has no word for what is not a finite number.
		if (Double.isFinite(y)) object.addProperty("y", y);
		else object.addProperty("y", String.valueOf(y));
		out.println(object);
	}
}
