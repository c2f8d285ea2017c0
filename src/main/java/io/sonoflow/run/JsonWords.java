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
package io.sonoflow.run;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Values of a record in words. */
final class JsonWords {

	private JsonWords() {
	}

	/** JSON has no word for numbers that are none. */
	static JsonElement finite(final JsonElement element) {
		if (element.isJsonPrimitive() && element.getAsJsonPrimitive().isNumber() && !Double.isFinite(element.getAsDouble()))
			return JsonNull.INSTANCE;
		if (element.isJsonArray()) {
			final JsonArray copy = new JsonArray();
			element.getAsJsonArray().forEach(each -> copy.add(finite(each)));
			return copy;
		}
		if (!element.isJsonObject()) return element;
		final JsonObject copy = new JsonObject();
		element.getAsJsonObject().entrySet().forEach(entry -> copy.add(entry.getKey(), finite(entry.getValue())));
		return copy;
	}

	/** {@return a value in words, lists with commas; empty if it is null} */
	static String words(final JsonElement element) {
		if (element.isJsonNull()) return "";
		if (element.isJsonPrimitive()) return element.getAsString();
		if (!element.isJsonArray()) return element.toString();
		final List<String> parts = new ArrayList<>();
		element.getAsJsonArray().forEach(each -> parts.add(words(each)));
		return String.join(",", parts);
	}

	/** Puts the values in words into a map by name, those of objects with dots. */
	static void flatten(final String prefix, final JsonObject json, final Map<String, String> map,
		final boolean skipNulls)
	{
		json.entrySet().forEach(entry -> {
			if (entry.getValue().isJsonObject()) flatten(prefix + entry.getKey() + ".", entry.getValue().getAsJsonObject(), map,
				skipNulls);
			else if (!skipNulls || !entry.getValue().isJsonNull()) map.put(prefix + entry.getKey(), words(entry.getValue()));
		});
	}
}
