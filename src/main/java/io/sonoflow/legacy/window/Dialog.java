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
package io.sonoflow.legacy.window;

import ij.IJ;
import ij.gui.GenericDialog;
import ij.plugin.frame.Recorder;

import io.sonoflow.legacy.DialogFollower;
import io.sonoflow.legacy.Options;

import java.awt.Component;
import java.awt.Label;
import java.awt.TextField;
import java.io.File;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import javax.swing.JComponent;

import org.scijava.ItemVisibility;
import org.scijava.command.CommandInfo;
import org.scijava.module.ModuleItem;

/**
 * ImageJ 1's dialog of a SciJava command: one row a parameter with its label and default, descriptions behind Help, and
 * the recorder's line in the form that Fiji reads too ({@code key=true}, which ImageJ's own dialogs do not write).
 */
public final class Dialog {

	private static final int COLUMNS = 30;

	private final CommandInfo info;
	private final List<ModuleItem<?>> items = new ArrayList<>();

	public Dialog(final CommandInfo info) {
		this.info = info;
		for (final ModuleItem<?> item : info.inputs())
			if (isAsked(item)) items.add(item);
	}

	private static boolean isAsked(final ModuleItem<?> item) {
		return item.getVisibility() != ItemVisibility.INVISIBLE && item.getVisibility() != ItemVisibility.MESSAGE && (item
			.getType().isPrimitive() || item.getType() == String.class || item.getType() == File.class);
	}

	/**
	 * @param follower told of every change and of cancelling
	 * @return what the user typed, by key; null if the user cancelled
	 */
	public Map<String, String> ask(final DialogFollower follower) {
		final String label = info.getMenuPath().getLeaf() == null ? info.getTitle() : info.getMenuPath().getLeaf()
			.getName();
		final GenericDialog dialog = new GenericDialog(label.replace("...", ""));
		items.forEach(item -> add(dialog, item));
		dialog.addHelp(help());
		// The recorder must not take what ImageJ would write: it has another word for booleans.
		final boolean recording = IJ.recording();
		final String command = recording ? Recorder.getCommand() : null;
		if (recording) Recorder.setCommand(null);
		dialog.addDialogListener((changed, event) -> {
			// ImageJ calls once more without an event after OK.
			if (event != null) follower.follow(read(changed));
			return true;
		});
		dialog.showDialog();
		if (dialog.wasCanceled()) follower.follow(null);
		final Map<String, String> values = dialog.wasCanceled() ? null : read(dialog);
		if (recording) Recorder.setCommand(command);
		if (recording && values != null) values.forEach((key, value) -> {
			if (!value.isEmpty()) Recorder.recordOption(key, Recorder.fixPath(value));
		});
		return values;
	}

	private static void add(final GenericDialog dialog, final ModuleItem<?> item) {
		final String label = item.getLabel() + (item.is("required") ? " *" : "");
		final Object initial = item.getDefaultValue();
		final String text = initial == null ? "" : initial.toString();
		if (item.getType() == boolean.class) dialog.addCheckbox(label, Boolean.parseBoolean(text));
		else if (item.getChoices() != null && !item.getChoices().isEmpty()) dialog.addChoice(label, item.getChoices()
			.stream().map(String::valueOf).toArray(String[]::new), text);
		else if (item.getType() != File.class) dialog.addStringField(label, text, item.getType() == String.class ? COLUMNS
			: 8);
		else if (("" + item.getWidgetStyle()).contains("directory")) dialog.addDirectoryField(label, text, COLUMNS);
		else dialog.addFileField(label, text, COLUMNS);
		tip(dialog, item.getDescription());
	}

	/** The tooltip of the last row; ImageJ's dialog has AWT labels, which know none, so only Swing parts show it. */
	private static void tip(final GenericDialog dialog, final String text) {
		final Component[] parts = dialog.getComponents();
		for (int i = parts.length - 1; i >= 0 && i >= parts.length - 2; i--)
			if (parts[i] instanceof JComponent part) part.setToolTipText(text);
			else if (parts[i] instanceof Label || parts[i] instanceof TextField) parts[i].getAccessibleContext()
				.setAccessibleDescription(text);
	}

	private Map<String, String> read(final GenericDialog dialog) {
		final Map<String, String> values = new LinkedHashMap<>();
		for (final ModuleItem<?> item : items) {
			final boolean choice = item.getChoices() != null && !item.getChoices().isEmpty();
			final String value = item.getType() == boolean.class ? String.valueOf(dialog.getNextBoolean()) : choice ? dialog
				.getNextChoice() : dialog.getNextString();
			values.put(Options.key(item.getName()), value);
		}
		return values;
	}

	private String help() {
		final StringBuilder html = new StringBuilder("<html><h3>").append(info.getLabel() == null || info.getLabel()
			.isEmpty() ? info.getTitle() : info.getLabel()).append("</h3><p>").append(info.getDescription()).append(
				"</p><table>");
		for (final ModuleItem<?> item : info.inputs())
			// Headings stand here only: between the rows of the dialog they would make it higher than a screen.
			if (item.getVisibility() == ItemVisibility.MESSAGE) html.append("<tr><th colspan=\"2\" align=\"left\">").append(item
				.getDefaultValue()).append("</th></tr>");
			else if (isAsked(item)) html.append("<tr><td><b>").append(Options.key(item.getName())).append("</b></td><td>").append(
				item.getDescription()).append("</td></tr>");
		return html.append("</table></html>").toString();
	}
}
