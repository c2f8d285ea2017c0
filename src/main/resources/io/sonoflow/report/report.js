(function () {
	'use strict';
	function all(selector, act) { Array.prototype.forEach.call(document.querySelectorAll(selector), act); }
	function button(text, act) {
		var b = document.createElement('button');
		b.type = 'button';
		b.textContent = text;
		b.addEventListener('click', act);
		return b;
	}
	function compare(a, b) {
		var x = parseFloat(a), y = parseFloat(b);
		if (isNaN(x) ? false : !isNaN(y)) return x - y;
		return a.localeCompare(b, 'en', { numeric: true });
	}
	function sort(head, column) {
		var down = head.getAttribute('aria-sort') === 'ascending';
		var body = head.closest('table').tBodies[0];
		var rows = Array.prototype.slice.call(body.rows);
		rows.sort(function (a, b) {
			return (down ? -1 : 1) * compare(a.cells[column].textContent.trim(), b.cells[column].textContent.trim());
		});
		rows.forEach(function (row) { body.appendChild(row); });
		Array.prototype.forEach.call(head.parentNode.cells, function (cell) { cell.removeAttribute('aria-sort'); });
		head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
	}
	all('table.sortable thead tr', function (row) {
		Array.prototype.forEach.call(row.cells, function (head, column) {
			var text = head.textContent;
			head.textContent = '';
			head.appendChild(button(text, function () { sort(head, column); }));
		});
	});
	all('[data-copy]', function (box) {
		var b = button('Copy', function () {
			var range = document.createRange();
			range.selectNodeContents(box);
			var selection = window.getSelection();
			selection.removeAllRanges();
			selection.addRange(range);
			b.textContent = document.execCommand('copy') ? 'Copied' : 'Selected: press Ctrl+C';
		});
		b.className = 'copy';
		box.parentNode.insertBefore(b, box);
	});
	all('#contents', function (nav) {
		nav.appendChild(button('Unfold all', function () { all('details', function (each) { each.open = true; }); }));
		nav.appendChild(button('Fold all', function () { all('details', function (each) { each.open = false; }); }));
	});
	function reveal() {
		var target = document.getElementById(location.hash.slice(1));
		var details = target ? target.closest('details') : null;
		if (!details) return;
		details.open = true;
		target.scrollIntoView();
	}
	window.addEventListener('hashchange', reveal);
	reveal();
	document.addEventListener('keydown', function (event) {
		if (event.key === 'Escape') all('.zoom input:checked', function (each) { each.checked = false; });
	});
}());
