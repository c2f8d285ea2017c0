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
package io.sonoflow.report;

import com.google.gson.reflect.TypeToken;

import java.util.Map;
import java.util.regex.Pattern;

/** What steps call their own files, folders and columns. Whatever else lies in a run's folder may be called like somebody. */
final class OwnFiles {

	private static final Pattern PICTURES = Pattern.compile("(sheet(_\\d+)?|confusion(-\\w+)?|roc|curves|losses|histogram|" +
		"trajectories|preview|views|sweep|copies|worst|comparison|differences|inflation|samples(_\\d+)?|step_\\d+)\\.png");
	/** Which columns commands write into which of their tables; a data set's table has those of its author beside them. */
	private static final Map<String, String> COLUMNS = Chapter.load("columns.json", new TypeToken<Map<String, String>>() {
	});
	private static final Pattern FOLDERS = Pattern.compile("images|masks|marks|cams|frames|samples|models|parts|splits|swapped");

	/** Sheets under whose pictures the names of files stand. */
	private static final Pattern NAMED = Pattern.compile("(sheet(_\\d+)?|copies)\\.png");
	/** Charts that name the arms of a comparison, which are called as their folders are. */
	private static final Pattern ARMS = Pattern.compile("(comparison|differences)\\.png");

	private OwnFiles() {
	}

	static boolean isPicture(final String name) {
		return PICTURES.matcher(name).matches();
	}

	static boolean isTable(final String name) {
		return COLUMNS.containsKey(name);
	}

	/** {@return whether a command of ours writes a column of this name into a table of that name; of others nobody knows} */
	static boolean isColumn(final String table, final String column) {
		return COLUMNS.containsKey(table) ? column.matches(COLUMNS.get(table)) : COLUMNS.values().stream().anyMatch(
			column::matches);
	}

	static boolean isFolder(final String name) {
		return FOLDERS.matcher(name).matches();
	}

	/** {@return whether names of files may stand in this picture} */
	static boolean namesFiles(final String name) {
		return NAMED.matcher(name).matches();
	}

	/** {@return whether names of a comparison's arms stand in this picture} */
	static boolean namesArms(final String name) {
		return ARMS.matcher(name).matches();
	}
}
