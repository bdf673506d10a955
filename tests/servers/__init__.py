"""What the tests need beside Python: throw-away servers, a browser, Chinese fonts."""
