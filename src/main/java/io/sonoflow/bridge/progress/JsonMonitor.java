/*-
 * #%L
 * Deep learning for ultrasound images inside Fiji and ImageJ.
 * %%
 * Copyright (C) 2026 Sonoflow developers
 * %%
 * Redistribution and use in source and binary forms, with or without
 * modification, are permitted provided that the following conditions are met:
 * 
 * 1. Redistributions of source code must retain the above copyright notice,
 *    this list of conditions and the following disclaimer.
 * 2. Redistributions in binary form must reproduce the above copyright notice,
 *    this list of conditions and the following disclaimer in the documentation
 *    and/or other materials provided with the distribution.
 * 
 * THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS"
 * AND ANY EXPRESS OR IMPLIED WARRANTIES, INCLUDING, BUT NOT LIMITED TO, THE
 * IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE
 * ARE DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT HOLDERS OR CONTRIBUTORS BE
 * LIABLE FOR ANY DIRECT, INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR
 * CONSEQUENTIAL DAMAGES (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF
 * SUBSTITUTE GOODS OR SERVICES; LOSS OF USE, DATA, OR PROFITS; OR BUSINESS
 * INTERRUPTION) HOWEVER CAUSED AND ON ANY THEORY OF LIABILITY, WHETHER IN
 * CONTRACT, STRICT LIABILITY, OR TORT (INCLUDING NEGLIGENCE OR OTHERWISE)
 * ARISING IN ANY WAY OUT OF THE USE OF THIS SOFTWARE, EVEN IF ADVISED OF THE
 * POSSIBILITY OF SUCH DAMAGE.
 * #L%
 */
package io.sonoflow.bridge.progress;

import com.google.gson.JsonObject;

import io.sonoflow.Eta;
import io.sonoflow.Monitor;

import java.io.PrintStream;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** One JSON object a line for programs that watch: {@code event} and its fields, every call, no pause. */
final class JsonMonitor implements Monitor {

	private final String title;
	private final PrintStream out;
	private final Eta eta = new Eta();
	private final Map<String, String[]> axes = new ConcurrentHashMap<>();

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
	public void axes(final String series, final String x, final String y) {
		axes.put(series, new String[] { x, y });
	}

	@Override
	public void value(final String series, final double x, final double y) {
		final JsonObject object = event("value");
		object.addProperty("series", series);
		object.addProperty("x", x);
		// JSON has no word for what is not a finite number.
		if (Double.isFinite(y)) object.addProperty("y", y);
		else object.addProperty("y", String.valueOf(y));
		final String[] names = axes.get(series);
		if (names != null) {
			object.addProperty("xaxis", names[0]);
			object.addProperty("yaxis", names[1]);
		}
		out.println(object);
	}
}
