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
package io.sonoflow.legacy.dialog;

import ij.io.OpenDialog;

import io.sonoflow.parameter.Key;

import java.awt.Component;
import java.awt.datatransfer.DataFlavor;
import java.awt.datatransfer.UnsupportedFlavorException;
import java.awt.dnd.DnDConstants;
import java.awt.dnd.DropTarget;
import java.awt.dnd.DropTargetAdapter;
import java.awt.dnd.DropTargetDropEvent;
import java.io.File;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.swing.JFileChooser;

/**
 * Finds files and folders instead of typing them: of a key that takes both, both can be chosen; of one that takes several,
 * several, and they join those that stand there.
 */
final class PathChooser {

	/** The chooser's name, for tests. */
	static final String NAME = "chooser";

	/** Where the last one was found, in this session; null before. */
	private static File last;

	private PathChooser() {
	}

	/**
	 * Asks for paths.
	 *
	 * @param present what stands in the field
	 * @return what shall stand there; empty if the user thought better of it
	 */
	static Optional<String> choose(final Component parent, final Key key, final String present) {
		final JFileChooser chooser = new JFileChooser(start(present));
		chooser.setName(NAME);
		chooser.setDialogTitle("Choose: " + key.label());
		chooser.setFileSelectionMode(mode(key));
		chooser.setMultiSelectionEnabled(key.is(Key.LIST));
		if (chooser.showDialog(parent, "Choose") != JFileChooser.APPROVE_OPTION) return Optional.empty();
		final List<File> files = key.is(Key.LIST) ? Arrays.asList(chooser.getSelectedFiles()) : List.of(chooser
			.getSelectedFile());
		last = chooser.getCurrentDirectory();
		return Optional.of(join(key, present, files));
	}

	private static int mode(final Key key) {
		if (key.styles().contains("directory")) return JFileChooser.DIRECTORIES_ONLY;
		return key.styles().contains("open") ? JFileChooser.FILES_ONLY : JFileChooser.FILES_AND_DIRECTORIES;
	}

	private static File start(final String present) {
		final String path = present.substring(present.lastIndexOf(',') + 1).strip();
		if (!path.isEmpty()) for (File at = new File(path).getAbsoluteFile(); at != null; at = at.getParentFile())
			if (at.isDirectory()) return at.getParentFile() != null && at.equals(new File(path).getAbsoluteFile()) ? at
				.getParentFile() : at;
		if (last != null) return last;
		final String usual = OpenDialog.getDefaultDirectory();
		return usual == null ? null : new File(usual);
	}

	/** {@return the text of the field with these paths} */
	static String join(final Key key, final String present, final List<File> files) {
		final Stream<String> chosen = files.stream().map(File::getPath);
		if (!key.is(Key.LIST)) return chosen.findFirst().orElse(present);
		return Stream.concat(Stream.of(present.strip()).filter(text -> !text.isEmpty()), chosen).collect(Collectors.joining(
			","));
	}

	/** Files that are dragged onto the field count as chosen. */
	static void acceptDrops(final Key key, final KeyEditor editor) {
		editor.component().setDropTarget(new DropTarget(editor.component(), new DropTargetAdapter() {

			@Override
			public void drop(final DropTargetDropEvent event) {
				event.acceptDrop(DnDConstants.ACTION_COPY);
				event.dropComplete(take(key, editor, event));
			}
		}));
	}

	private static boolean take(final Key key, final KeyEditor editor, final DropTargetDropEvent event) {
		try {
			if (!event.isDataFlavorSupported(DataFlavor.javaFileListFlavor)) return false;
			final List<?> dropped = (List<?>) event.getTransferable().getTransferData(DataFlavor.javaFileListFlavor);
			editor.set(join(key, editor.text(), dropped.stream().map(File.class::cast).toList()));
			return true;
		}
		catch (final IOException | UnsupportedFlavorException e) {
			return false;
		}
	}
}
